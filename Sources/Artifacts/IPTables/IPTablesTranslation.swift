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

  /// Mode iptables in netc's shape alone.
  private let hairpin: Hairpin?
  /// The services' rules as text, where they are the same on every node.
  private var shared: ServiceTables?

  init(_ cluster: ClusterPlan, _ family: IPFamily) {
    self.cluster = cluster
    self.family = family
    ports = cluster.servicePorts(family)
    podRange = cluster.podRanges.first { $0.family == family }
    isLargeCluster =
      ports.reduce(0) { $0 + $1.endpoints.count } > Self.largeClusterThreshold
    hairpin =
      cluster.proxy.backend == .iptables(.tree)
      ? Hairpin(ports, nodes: cluster.nodes.count) : nil
  }

  /// Whether some rule depends on the node.
  var differsByNode: Bool { hairpin != nil || servicesDifferByNode }

  private var servicesDifferByNode: Bool {
    if case .ipvs = cluster.proxy.backend { return true }
    return cluster.proxy.servesPrimaryAddressOnly
      || ports.contains { $0.differsByNode || !$0.loadBalancerSourceRanges.isEmpty }
  }

  mutating func document(for node: NodePlan) -> IPTablesDocument {
    var services = serviceTables(on: node)
    hairpin?.add(for: node, to: &services)
    let pods = PodRules(
      family: family, podRange: podRange, serviceRanges: cluster.serviceRanges)
    return IPTablesDocument(
      family: family, tables: [filter(services, pods), nat(services, pods)])
  }

  private mutating func serviceTables(on node: NodePlan) -> ServiceTables {
    if let shared { return shared }
    let tables = shape(on: node).rules(on: node)
    if hairpin != nil && !servicesDifferByNode { shared = tables.printed }
    return shared ?? tables
  }

  private func shape(on node: NodePlan) -> any ServiceShape {
    switch cluster.proxy.backend {
    case .ipvs: IPVSShape(self, on: node)
    case .iptables(.tree): TreeShape(translation: self)
    case .iptables(.linear): LinearShape(translation: self)
    case .nftables: ServicesInNFTables(ports: ports)
    }
  }

  /// What a packet for a node port matches beside the port: one of these. kube-proxy lists the
  /// host's addresses in the ranges; a host may have more than netc is told of, so here it is the
  /// kernel that knows them.
  func nodePortMatches(on node: NodePlan) -> [[IPTablesDocument.Match]] {
    cluster.proxy.nodePortRanges(family, on: node).map { range in
      if range.length > 0 { return [.destinationIsLocal, .destination(range, isNegated: false)] }
      return [.destinationIsLocal]
        + (servesLocalhost ? [] : [.destination(.loopback(family), isNegated: true)])
    }
  }

  private var servesLocalhost: Bool { cluster.proxy.servesLocalhost(family) }

  /// Where node ports answer at 127.0.0.1.
  private var localhostGuard: LocalhostGuard? {
    guard servesLocalhost else { return nil }
    return LocalhostGuard(
      chain: cluster.proxy.backend == .iptables(.tree) ? .netcLocalhost : .kubeFirewall)
  }

  private func filter(_ services: ServiceTables, _ pods: PodRules) -> IPTablesDocument.Table {
    var services = services
    localhostGuard?.add(to: &services)
    let announced = AnnouncedGuard(cluster, family)
    let jumps =
      services.filterJumps
      + (announced.map { [$0.jump(at: services.filterJumps.next(in: "INPUT"))] } ?? [])
      + [pods.filterJump(at: services.filterJumps.next(in: "FORWARD"))]
    return IPTablesDocument.Table(
      name: .filter,
      chains: services.filterChains + (announced.map { [$0.chain] } ?? []) + [.netcForward],
      rules: jumps.lines + services.filter + (announced?.rules ?? []).lines + pods.accepts.lines)
  }

  private func nat(_ services: ServiceTables, _ pods: PodRules) -> IPTablesDocument.Table {
    let jumps =
      services.natJumps + [pods.natJump(at: services.natJumps.next(in: "POSTROUTING"))]
    return IPTablesDocument.Table(
      name: .nat, chains: services.natChains + [.netcPostrouting],
      rules: (jumps + pods.masquerade).lines + services.nat)
  }
}

extension [IPTablesDocument.Rule] {
  /// The place behind the jumps that these put into a built-in chain.
  fileprivate func next(in hook: StaticString) -> Int {
    count { $0.chain == ChainName(hook) } + 1
  }
}
