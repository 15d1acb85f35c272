import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum SelectorScaledToZero: ValidationRule {
  static let page = DiagnosticPage(
    511, .warning, "A Service selects only workloads without pods",
    explanation: """
      The selector matches the template of a workload that has no pods at present: its `replicas`
      are 0, it is suspended, or no node fits a DaemonSet. The Service is kept, with its address,
      and refuses every connection.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: tea}
        spec:
          replicas: 0
          selector: {matchLabels: {app: tea}}
          template:
            metadata: {labels: {app: tea}}
            spec: {containers: [{name: tea, image: tea}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: tea}
        spec:
          selector: {app: tea}
          #         ^^^^^^^^^^ NC0511
          ports: [{port: 80}]
        """,
      good: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: tea}
        spec:
          replicas: 1
          selector: {matchLabels: {app: tea}}
          template:
            metadata: {labels: {app: tea}}
            spec: {containers: [{name: tea, image: tea}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: tea}
        spec:
          selector: {app: tea}
          ports: [{port: 80}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    UnmatchedSelector.forEach(in: network) { service, why, _ in
      guard case .scaledToZero(let idle) = why else { return }
      log.report(
        page, "service \(service.name) has no endpoint: \(idle.object) \(reason(idle))",
        at: service.selectorRange ?? service.range,
        notes: [Note("\(idle.object) is declared here", at: idle.range)],
        help: "connections to it are refused until there are pods", object: service.object)
    }
  }

  private static func reason(_ idle: LabelCatalog.Entry) -> String {
    switch idle.kind {
    case .daemonSet: "runs on no node"
    case .job: "is suspended or done"
    case .deployment, .replicaSet, .replicationController, .statefulSet, nil: "is scaled to zero"
    }
  }
}
