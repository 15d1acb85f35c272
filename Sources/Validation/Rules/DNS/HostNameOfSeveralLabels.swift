import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum HostNameOfSeveralLabels: ValidationRule {
  static let page = DiagnosticPage(
    632, .warning, "A StatefulSet's pods are named as no host can be",
    explanation: """
      A StatefulSet's pods have their own name as their host name, and below its Service in DNS. A
      host name is one label: it holds no dot and has at most 63 bytes. Kubernetes takes such a
      StatefulSet and then refuses to make its pods. netc makes them, but their names in DNS are
      those of their addresses, such as `10-244-1-5`.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: tea.green}
        #                ^^^^^^^^^ NC0632
        spec:
          serviceName: tea
          selector: {matchLabels: {app: tea}}
          template:
            metadata: {labels: {app: tea}}
            spec: {containers: [{name: tea, image: tea}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: tea}
        spec: {clusterIP: None, selector: {app: tea}}
        """,
      good: """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: tea-green}
        spec:
          serviceName: tea
          selector: {matchLabels: {app: tea}}
          template:
            metadata: {labels: {app: tea}}
            spec: {containers: [{name: tea, image: tea}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: tea}
        spec: {clusterIP: None, selector: {app: tea}}
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for workload in network.workloads where workload.kind == .statefulSet {
      let names = workload.pods.map { network.pods[$0].name.name }
      let isLabel = { (name: String) in DNSLabel.problem(in: name.utf8.span) == nil }
      guard let first = names.first(where: { !isLabel($0) }) else { continue }
      log.report(
        page, "\(first) is no host name: \(reason(first))", at: workload.range,
        help: "rename the StatefulSet", object: workload.object)
    }
  }

  private static func reason(_ name: String) -> String {
    name.utf8.contains(UInt8(ascii: "."))
      ? "it holds a dot" : "it has \(name.utf8.count) bytes of at most \(DNSLimits.labelBytes)"
  }
}
