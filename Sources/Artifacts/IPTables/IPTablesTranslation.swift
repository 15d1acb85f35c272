import NetworkTypes
import Planning

/// Plan → document, in kube-proxy's shape, chain names and order (pkg/proxy/iptables/proxier.go,
/// `syncProxyRules`), with netc's own chains for pod traffic beside them.
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
    cluster.nodePortAddresses.contains { $0.family == family }
      || ports.contains { $0.differsByNode || !$0.loadBalancerSourceRanges.isEmpty }
  }

  func document(for node: NodePlan) -> IPTablesDocument {
    var rules = ServiceRules(self, node)
    for port in ports { rules.add(port) }
    return IPTablesDocument(family: family, tables: [filter(rules), nat(rules)])
  }

  private func filter(_ rules: ServiceRules) -> IPTablesDocument.Table {
    let lines =
      FixedRules.filterJumps + rules.filterServices + rules.filterExternalServices
      + rules.filterNodePorts + rules.filterFirewall + FixedRules.forward + podAccepts
    return IPTablesDocument.Table(
      name: .filter,
      chains: [
        .nodePorts, .services, .externalServices, .forward, .proxyFirewall, .netcForward,
      ], rules: lines.map { .rule($0) })
  }

  private func nat(_ rules: ServiceRules) -> IPTablesDocument.Table {
    let head =
      FixedRules.natJumps + FixedRules.masquerade + podMasquerade + rules.natServices
      + rules.natNodePorts
    let tail = nodePortJumps(rules.node)
    return IPTablesDocument.Table(
      name: .nat,
      chains: [.services, .nodePorts, .postrouting, .markMasquerade, .netcPostrouting]
        + rules.chains.sorted { $0.text < $1.text },
      rules: head.map { .rule($0) } + rules.natBodies + tail.map { .rule($0) })
  }

  /// Pods may talk to anyone and be talked to, whatever the policy of FORWARD is; a drop policy
  /// (Docker sets one) would cut pods off from the other nodes.
  private var podAccepts: [IPTablesDocument.Rule] {
    guard let podRange else { return [] }
    return [
      .init(
        chain: .netcForward,
        matches: [.comment(.fixed("from pods")), .source(podRange, isNegated: false)],
        target: .accept),
      .init(
        chain: .netcForward,
        matches: [.comment(.fixed("to pods")), .destination(podRange, isNegated: false)],
        target: .accept),
    ]
  }

  /// Pods look like their node to the outside, and like themselves to other pods.
  private var podMasquerade: [IPTablesDocument.Rule] {
    guard let podRange else { return [] }
    let chain = ChainName.netcPostrouting
    return [
      .init(
        chain: chain, matches: [.source(podRange, isNegated: true)], target: .returnToCaller),
      .init(
        chain: chain, matches: [.destination(podRange, isNegated: false)], target: .returnToCaller
      ),
      .init(
        chain: chain, matches: [.destination(.multicast(family), isNegated: false)],
        target: .returnToCaller),
      .init(
        chain: chain, matches: [.comment(.fixed("pods look like their node to the outside"))],
        target: .masquerade),
    ]
  }

  /// The last rules of nat KUBE-SERVICES: what is for this host may be for a node port.
  private func nodePortJumps(_ node: NodePlan) -> [IPTablesDocument.Rule] {
    let comment = IPTablesDocument.Match.comment(
      .fixed(
        "kubernetes service nodeports; NOTE: this must be the last rule in this chain"))
    let ranges = cluster.nodePortAddresses.filter { $0.family == family }
    if cluster.nodePortAddresses.isEmpty {
      return [
        .init(
          chain: .services,
          matches: [
            comment, .destinationIsLocal, .destination(.loopback(family), isNegated: true),
          ], target: .jump(.nodePorts))
      ]
    }
    return node.addresses.filter { address in ranges.contains { $0.contains(address) } }.map {
      .init(
        chain: .services, matches: [comment, .destination(IPPrefix($0), isNegated: false)],
        target: .jump(.nodePorts))
    }
  }
}

extension IPPrefix {
  /// 127.0.0.0/8 (RFC 1122) and ::1/128 (RFC 4291).
  fileprivate static func loopback(_ family: IPFamily) -> IPPrefix {
    family == .ipv4
      ? IPPrefix(containing: IPAddress(family: .ipv4, bits: 0x7F00_0000), length: 8)
      : IPPrefix(IPAddress(family: .ipv6, bits: 1))
  }

  /// 224.0.0.0/4 (RFC 5771) and ff00::/8 (RFC 4291).
  fileprivate static func multicast(_ family: IPFamily) -> IPPrefix {
    family == .ipv4
      ? IPPrefix(containing: IPAddress(family: .ipv4, bits: 0xE000_0000), length: 4)
      : IPPrefix(containing: IPAddress(family: .ipv6, bits: 0xFF << 120), length: 8)
  }
}
