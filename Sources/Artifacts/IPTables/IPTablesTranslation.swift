import NetworkTypes
import Planning

/// Plan → document: the Services in the shape that the Cluster asks for, and netc's own chains for
/// pod traffic beside them.
struct IPTablesTranslation {
  /// With more endpoints than this, kube-proxy leaves the comments out of the endpoint chains
  /// (`largeClusterEndpointsThreshold`).
  static let largeClusterThreshold = 1000

  let cluster: ClusterPlan
  let family: IPFamily
  let ports: [ServicePortPlan]
  let podRange: IPPrefix?
  let isLargeCluster: Bool

  init(_ cluster: ClusterPlan, _ family: IPFamily) {
    self.cluster = cluster
    self.family = family
    ports = cluster.servicePorts(family)
    podRange = cluster.podRanges.first { $0.family == family }
    isLargeCluster =
      ports.reduce(0) { $0 + $1.endpoints.count } > Self.largeClusterThreshold
  }

  /// Whether some rule depends on the node.
  var differsByNode: Bool {
    ports.contains { $0.differsByNode || !$0.loadBalancerSourceRanges.isEmpty }
  }

  func document(for node: NodePlan) -> IPTablesDocument {
    let services = shape.rules(on: node)
    let pods = PodRules(family: family, podRange: podRange)
    return IPTablesDocument(
      family: family, tables: [filter(services, pods), nat(services, pods)])
  }

  private var shape: any ServiceShape { LinearShape(translation: self) }

  private func filter(_ services: ServiceTables, _ pods: PodRules) -> IPTablesDocument.Table {
    let jumps =
      services.filterJumps + [pods.filterJump(at: services.filterJumps.next(in: "FORWARD"))]
    return IPTablesDocument.Table(
      name: .filter, chains: services.filterChains + [.netcForward],
      rules: (jumps + services.filter + pods.accepts).map { .rule($0) })
  }

  private func nat(_ services: ServiceTables, _ pods: PodRules) -> IPTablesDocument.Table {
    let jumps =
      services.natJumps + [pods.natJump(at: services.natJumps.next(in: "POSTROUTING"))]
    return IPTablesDocument.Table(
      name: .nat, chains: services.natChains + [.netcPostrouting],
      rules: (jumps + pods.masquerade).map { .rule($0) } + services.nat)
  }
}

extension [IPTablesDocument.Rule] {
  /// The place behind the jumps that these put into a built-in chain.
  fileprivate func next(in hook: StaticString) -> Int {
    count { $0.chain == ChainName(hook) } + 1
  }
}
