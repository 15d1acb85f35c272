import NetworkTypes
import Planning

/// The chains that every node has: where packets come in, and what happens to all of them.
/// Priorities and order are kube-proxy's (pkg/proxy/nftables/proxier.go).
struct NFTablesHooks {
  typealias Chain = NFTablesDocument.Chain
  typealias Statement = NFTablesDocument.Statement

  private let cluster: ClusterPlan
  private let family: IPFamily
  private let node: NodePlan
  private let services: NFTablesServices

  init(
    _ cluster: ClusterPlan, _ family: IPFamily, _ node: NodePlan, _ services: NFTablesServices
  ) {
    self.cluster = cluster
    self.family = family
    self.node = node
    self.services = services
  }

  var chains: [Chain] {
    [
      Chain(name: .firewall, rules: [Self.firewall]),
      Chain(name: .refuse, rules: [[.reject]]),
      Chain(
        name: .checkServices,
        rules: services.refusedServices.isEmpty ? [] : [[.servicePortVerdict(.refusedServices)]]),
      Chain(
        name: .checkNodePorts, rules: nodePorts(.refusedNodePorts, services.refusedNodePorts)),
      Chain(name: .checkClusterIPs, rules: [[.destinationIn(.clusterIPs), .reject], [.drop]]),
      Chain(name: .dispatch, rules: dispatch),
      Chain(name: .masquerade, rules: [[.clearMark], [.masquerade]]),
    ] + hooks
  }

  private static let firewall: [Statement] = [
    .servicePortIn(.guardedPorts), .sourceIsAllowed(.allowedSources, isNegated: true), .drop,
  ]

  private var ranges: [IPPrefix] { cluster.serviceRanges.filter { $0.family == family } }

  /// Behind DNAT only what no Service port has taken is still for a service range.
  private var toClusterIPs: [[Statement]] {
    ranges.map { [.isNew, .destination($0, isNegated: false), .jump(.checkClusterIPs)] }
  }

  /// No external address lies in a service range (NC0425), so the range alone says what is marked.
  private var dispatch: [[Statement]] {
    let outside: [Statement]? =
      cluster.proxy.masqueradesAll
      ? []
      : cluster.podRanges.first { $0.family == family }.map { [.source($0, isNegated: true)] }
    let marks = outside.map { sources in
      ranges.map { [.destination($0, isNegated: false)] + sources + [.setMark] }
    }
    return (marks ?? []) + [[.servicePortVerdict(.services)]]
      + nodePorts(.nodePorts, services.nodePorts)
  }

  /// Looking for the address among the host's takes time, and most packets are for none of it: where
  /// the map is empty there is no rule.
  private func nodePorts(
    _ map: NFTName, _ elements: [NFTablesDocument.Element]
  ) -> [[Statement]] {
    guard !elements.isEmpty else { return [] }
    return cluster.proxy.nodePortRanges(family, on: node).map { range in
      let address: Statement =
        range.length == 0
        ? .destination(.loopback(family), isNegated: true) : .destination(range, isNegated: false)
      return [.destinationIsLocal, address, .hostPortVerdict(map)]
    }
  }

  /// Chains with hooks stay the same when the last endpoint of a Service goes or the first one comes:
  /// such a chain is only replaced with its whole table, whose affinities are lost then.
  private var hooks: [Chain] {
    (services.guardedPorts.isEmpty ? [] : firewallHooks) + [
      Chain(
        name: NFTName("filter-input"), hook: .filterInput,
        rules: [[.isNew, .jump(.checkNodePorts)], [.isNew, .jump(.checkServices)]]),
      Chain(
        name: NFTName("filter-forward"), hook: .filterForward,
        rules: [[.isNew, .jump(.checkServices)]] + toClusterIPs),
      Chain(
        name: NFTName("filter-output"), hook: .filterOutput,
        rules: [[.isNew, .jump(.checkServices)]] + toClusterIPs),
      Chain(name: NFTName("nat-prerouting"), hook: .natPrerouting, rules: [[.jump(.dispatch)]]),
      Chain(name: NFTName("nat-output"), hook: .natOutput, rules: [[.jump(.dispatch)]]),
      Chain(
        name: NFTName("nat-postrouting"), hook: .natPostrouting,
        rules: [
          [.isMarked, .goTo(.masquerade)], [.isTranslated, .endsIn(.hairpin), .masquerade],
        ]),
    ]
  }

  /// Every packet that passes a hook pays for it, so these two are there only with source ranges.
  private var firewallHooks: [Chain] {
    [
      Chain(
        name: NFTName("filter-prerouting"), hook: .filterPrerouting,
        rules: [[.isNew, .jump(.firewall)]]),
      Chain(
        name: NFTName("filter-output-before-nat"), hook: .filterOutputBeforeNAT,
        rules: [[.isNew, .jump(.firewall)]]),
    ]
  }
}
