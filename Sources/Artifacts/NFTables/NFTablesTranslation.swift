import NetworkTypes
import Planning

/// Plan → the table of one family.
///
/// Nothing in it is made per Service but elements of a few maps and sets: a packet's entrance is
/// one lookup, its endpoint another. docs/Artifacts/nftables.md draws its way.
struct NFTablesTranslation {
  typealias Table = NFTablesDocument.Table

  let cluster: ClusterPlan
  let family: IPFamily
  let ports: [ServicePortPlan]
  private let localEndpoints: LocalEndpoints
  /// The text of all but the node's own set, where it is the same on every node.
  private var shared: TextBuffer?

  init(_ cluster: ClusterPlan, _ family: IPFamily) {
    self.cluster = cluster
    self.family = family
    ports = cluster.servicePorts(family)
    localEndpoints = LocalEndpoints(ports, nodes: cluster.nodes.count)
  }

  private var differsByNode: Bool {
    cluster.proxy.servesPrimaryAddressOnly
      || ports.contains { $0.differsByNode || !$0.loadBalancerSourceRanges.isEmpty }
  }

  mutating func write(for node: NodePlan, to printer: inout NFTablesPrinter) {
    let text = shared ?? NFTablesPrinter(body: table(for: node)).out
    if !differsByNode { shared = text }
    printer.print(family, sets: [hairpin(on: node)], body: text)
  }

  func table(for node: NodePlan) -> Table {
    var services = NFTablesServices(cluster, family)
    for port in ports { services.add(ServiceOnNode(port, on: node)) }
    var table = Table(family: family)
    table.sets = services.sets
    table.chains = services.chains + NFTablesHooks(cluster, family, node, services).chains
    return table
  }

  /// A pod that reaches itself through a Service would answer itself: such a connection has the
  /// same address at both ends, once the endpoint is chosen.
  private func hairpin(on node: NodePlan) -> NFTablesDocument.NamedSet {
    .init(
      name: .hairpin, type: .addressPairs,
      elements: localEndpoints.addresses(on: node).map { .addressPair($0, $0) })
  }
}

extension NFTName {
  static let hairpin = NFTName("hairpin")
  static let clusterIPs = NFTName("cluster-ips")
  static let services = NFTName("services")
  static let nodePorts = NFTName("nodeports")
  static let endpoints = NFTName("endpoints")
  static let localEndpoints = NFTName("local-endpoints")
  static let nodePortEndpoints = NFTName("nodeport-endpoints")
  static let nodePortLocalEndpoints = NFTName("nodeport-local-endpoints")
  static let refusedServices = NFTName("refused-services")
  static let refusedNodePorts = NFTName("refused-nodeports")
  static let guardedPorts = NFTName("guarded-ports")
  static let allowedSources = NFTName("allowed-sources")
  static let dispatch = NFTName("dispatch")
  static let firewall = NFTName("firewall")
  static let refuse = NFTName("refuse")
  static let checkServices = NFTName("check-services")
  static let checkNodePorts = NFTName("check-nodeports")
  static let checkClusterIPs = NFTName("check-cluster-ips")
  static let masquerade = NFTName("masquerade-marked")
}
