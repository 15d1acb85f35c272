import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum EmptySlices: ValidationRule {
  static let page = DiagnosticPage(
    517, .warning, "A Service that selects nothing, as its slices say too",
    explanation: """
      No pod has the labels of the selector, and the EndpointSlices (or the Endpoints object) of the
      input name no endpoint: so an exported cluster shows a Service whose pods are gone or were
      never there. Connections to it are refused here as they are there. Without those objects this
      is an error, NC0510, since it is most often a typing mistake.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata: {name: db, labels: {app: db}}
        spec: {containers: [{name: db, image: postgres}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          #         ^^^^^^^^^^ NC0517
          ports: [{port: 80}]
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
        addressType: IPv4
        ports: []
        endpoints: []
        """,
      good: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec: {containers: [{name: web, image: nginx}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          ports: [{port: 80}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    UnmatchedSelector.forEach(in: network) { service, why, _ in
      guard case .emptySlices = why else { return }
      let labels = shown(service.effectiveSelector ?? [])
      log.report(
        page,
        "service \(service.name) has no endpoint: no pod has \(labels), and its slices are empty",
        at: service.selectorRange ?? service.range,
        help: "remove the Service, or correct its selector", object: service.object)
    }
  }
}
