import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum GoverningServiceWithAddress: ValidationRule {
  static let page = DiagnosticPage(
    313, .warning, "The Service of a StatefulSet is not headless",
    explanation: """
      `serviceName` should be a headless Service (`clusterIP: None`): its name then stands for the
      addresses of all members. The name of a Service with an address of its own stands for that
      address, and a program that looks its peers up finds none of them. Programs that only use the
      names of single members do not mind.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: ring}
        spec:
          selector: {app: ring}
          ports: [{port: 7000}]
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: ring}
        spec:
          serviceName: ring
          #            ^^^^ NC0313
          selector: {matchLabels: {app: ring}}
          template:
            metadata: {labels: {app: ring}}
            spec: {containers: [{name: ring, image: ring}]}
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata: {name: ring}
        spec:
          clusterIP: None
          selector: {app: ring}
          ports: [{port: 7000}]
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: ring}
        spec:
          serviceName: ring
          selector: {matchLabels: {app: ring}}
          template:
            metadata: {labels: {app: ring}}
            spec: {containers: [{name: ring, image: ring}]}
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let names = ServiceNames(network)
    for set in network.workloads {
      guard let wanted = set.serviceName,
        let service = names.service(
          ObjectName(checkedNamespace: set.name.namespace, name: wanted.value)),
        !service.isHeadless
      else { continue }
      let kind = service.type == .externalName ? "is an ExternalName" : "is not headless"
      log.report(
        page, "service \(service.name) of statefulset \(set.name) \(kind)", at: wanted.range,
        notes: [Note("the Service is declared here", at: service.range)],
        help: "give the StatefulSet a headless Service: clusterIP: None", object: set.object)
    }
  }
}
