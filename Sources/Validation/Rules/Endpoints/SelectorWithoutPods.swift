import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum SelectorWithoutPods: ValidationRule {
  static let page = DiagnosticPage(
    516, .warning, "A selector, and no pods to select from",
    explanation: """
      The Service has a selector, but the input holds no pod and no workload in its namespace, so
      netc cannot tell whether the selector is right. The Service is kept, with its address, and
      refuses every connection. Add the manifests of the pods, or EndpointSlices for the Service.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          #         ^^^^^^^^^^ NC0516
          ports: [{port: 80}]
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
      guard case .noPods = why else { return }
      log.report(
        page, "service \(service.name) has no endpoint: the input holds no pods of its namespace",
        at: service.selectorRange ?? service.range,
        help: "connections to it are refused until there are pods", object: service.object)
    }
  }
}
