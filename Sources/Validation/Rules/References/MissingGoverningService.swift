import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum MissingGoverningService: ValidationRule {
  static let page = DiagnosticPage(
    312, .error, "A StatefulSet names a Service that does not exist",
    explanation: """
      The pods of a StatefulSet have names under `serviceName`, a headless Service of the same
      namespace: `ring-0.ring.default.svc.cluster.local`. Without the Service these names do not
      exist, and members that look for each other by name never meet.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: ring}
        spec:
          clusterIP: None
          selector: {app: ring}
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: ring}
        spec:
          serviceName: rings
          #            ^^^^^ NC0312
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
      guard let wanted = set.serviceName, !wanted.value.isEmpty else { continue }
      let name = ObjectName(checkedNamespace: set.name.namespace, name: wanted.value)
      guard names.service(name) == nil, !network.broken.contains(.service, name) else { continue }
      let near = names.nearest(wanted.value, in: set.name.namespace)
      let other = near == nil ? names.elsewhere(wanted.value) : nil
      log.report(
        page, "there is no service \(name)", at: wanted.range,
        notes: (near ?? other).map { [Note("service \($0.name) is declared here", at: $0.range)] }
          ?? [],
        help: near.map { "did you mean \($0.name.name)?" }
          ?? other.map {
            "serviceName means a Service of namespace \(name.namespace), not of"
              + " \($0.name.namespace)"
          }
          ?? "add a headless Service that selects the pods of the StatefulSet",
        fixes: near.map { [Fix(replace: wanted.range, with: $0.name.name)] } ?? [],
        object: set.object)
    }
  }
}
