import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum GoverningServiceOfOthers: ValidationRule {
  static let page = DiagnosticPage(
    314, .warning, "The Service of a StatefulSet does not select its pods",
    explanation: """
      The names of a StatefulSet's pods exist under `serviceName` only as far as this Service
      selects them. It selects other pods, so the members have no names.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          containers: [{name: web, image: nginx}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          clusterIP: None
          selector: {app: web}
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: ring}
        spec:
          serviceName: web
          #            ^^^ NC0314
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
      guard let wanted = set.serviceName,
        let service = names.service(
          ObjectName(checkedNamespace: set.name.namespace, name: wanted.value)),
        let selector = service.effectiveSelector,
        !SelectorMatching.holds(selector, set.templateLabels),
        // A selector that finds nothing is reported as such.
        !service.selectedPods.isEmpty, !selectsSome(of: set, service)
      else { continue }
      log.report(
        page,
        "service \(service.name) selects \(shown(selector)), which the pods of statefulset"
          + " \(set.name) do not have", at: wanted.range,
        notes: [Note("the Service selects here", at: service.selectorRange ?? service.range)],
        help:
          "give the Service the labels of the StatefulSet's template: \(shown(set.templateLabels))",
        object: set.object)
    }
  }

  /// By labels that the controller adds to single pods.
  private static func selectsSome(of set: Workload, _ service: Service) -> Bool {
    let own = Set(set.pods)
    return service.selectedPods.contains { own.contains($0) }
  }
}
