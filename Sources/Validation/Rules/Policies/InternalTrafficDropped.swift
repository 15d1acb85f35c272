import Diagnostics
import NetworkModel
import Resources

enum InternalTrafficDropped: ValidationRule {
  static let page = DiagnosticPage(
    521, .warning, "Pods on nodes without an endpoint cannot reach a Service",
    explanation: """
      With `internalTrafficPolicy: Local` traffic to the cluster IP goes to endpoints of the same
      node only. Pods run on a node where the Service has none: what they send it is dropped, and
      they wait until they give up. The policy is for Services that have a pod on every node, as a
      DaemonSet has; where near is wanted but not needed, use `trafficDistribution`. In mode ipvs
      such a node uses all endpoints.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata: {name: log, labels: {app: log}}
        spec:
          nodeName: node-a
          containers: [{name: log, image: fluentd}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          nodeName: node-b
          containers: [{name: web, image: nginx}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: log}
        spec:
          internalTrafficPolicy: Local
          #                      ^^^^^ NC0521
          selector: {app: log}
          ports: [{port: 24224}]
        """,
      good: """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: log}
        spec:
          selector: {matchLabels: {app: log}}
          template:
            metadata: {labels: {app: log}}
            spec: {containers: [{name: log, image: fluentd}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          nodeName: node-b
          containers: [{name: web, image: nginx}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: log}
        spec:
          internalTrafficPolicy: Local
          selector: {app: log}
          ports: [{port: 24224}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    guard network.cluster.proxy.mode != .ipvs else { return }
    let nodes = network.nodes.indices.map { Index<Node>($0) }.filter { node in
      network.nodes[node].pods.contains { !network.pods[$0].isFinished }
    }
    for service in network.services
    where service.internalTrafficPolicy.value == .local && service.isServedByRules
      && service.hasUsableEndpoint
    {
      guard let missing = LocalCoverage(service).missing(of: nodes, in: network) else { continue }
      log.report(
        page,
        "pods on \(shownNodes(missing.names, of: missing.count)) cannot reach service"
          + " \(service.name), which has no endpoint there",
        at: service.internalTrafficPolicy.range.orIfDefault(service.range),
        help: "run one of its pods there, or write `internalTrafficPolicy: Cluster`",
        object: service.object)
    }
  }
}
