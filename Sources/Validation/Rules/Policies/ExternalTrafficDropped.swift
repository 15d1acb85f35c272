import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum ExternalTrafficDropped: ValidationRule {
  static let page = DiagnosticPage(
    520, .warning, "Traffic from outside is dropped on nodes without an endpoint",
    explanation: """
      With `externalTrafficPolicy: Local` a node gives traffic from outside to its own endpoints
      only, so that they see the client's address. A node without one drops it: clients that come
      to its node port, or by a load balancer that does not ask the health check port, wait until
      they give up. Run a pod on every node that traffic comes to, or tell clients which nodes to
      use. Pods and nodes of the cluster are not concerned, and in mode ipvs nobody is: there such
      a node uses all endpoints.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          nodeName: node-a
          containers: [{name: web, image: nginx}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: NodePort
          externalTrafficPolicy: Local
          #                      ^^^^^ NC0520
          selector: {app: web}
          ports: [{port: 80}]
        """,
      good: """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: nginx}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: NodePort
          externalTrafficPolicy: Local
          selector: {app: web}
          ports: [{port: 80}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    // kube-proxy falls back to all endpoints there (pkg/proxy/ipvs/proxier.go, `syncEndpoint`).
    guard network.cluster.proxy.mode != .ipvs else { return }
    let all = network.nodes.indices.map { Index<Node>($0) }
    var owners = FirstClaims<IPAddress, Index<Node>>()
    for node in all {
      for address in network.nodes[node].addresses { _ = owners.claim(address.value, by: node) }
    }
    for service in network.services
    where service.externalTrafficPolicy.value == .local && service.isServedByRules
      && service.hasUsableEndpoint && !service.isAnnounced
    {
      let reached = nodes(service, owners) ?? all
      guard let missing = LocalCoverage(service).missing(of: reached, in: network) else { continue }
      let nodes = shownNodes(missing.names, of: missing.count)
      log.report(
        page,
        "traffic from outside to service \(service.name) is dropped on \(nodes), where it has no"
          + " endpoint", at: service.externalTrafficPolicy.range.orIfDefault(service.range),
        help: "run a pod on every node that traffic comes to, or write"
          + " `externalTrafficPolicy: Cluster`", object: service.object)
    }
  }

  /// The nodes whose own addresses are the only entrance; nil where traffic may come to any.
  private static func nodes(
    _ service: Service, _ owners: FirstClaims<IPAddress, Index<Node>>
  ) -> [Index<Node>]? {
    guard service.type == .clusterIP else { return nil }
    let nodes = service.externalIPs.compactMap { owners[$0.value] }
    return nodes.count == service.externalIPs.count ? Set(nodes).sorted() : nil
  }
}
