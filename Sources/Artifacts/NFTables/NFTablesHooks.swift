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
      Chain(name: .checkServices, rules: [[.servicePortVerdict(.refusedServices)]]),
      Chain(name: .checkNodePorts, rules: nodePorts(.refusedNodePorts)),
      Chain(name: .checkClusterIPs, rules: clusterIPs),
      Chain(name: .dispatch, rules: dispatch),
      Chain(name: .masquerade, rules: [[.clearMark], [.masquerade]]),
    ] + hooks
  }

  private static let firewall: [Statement] = [
    .servicePortIn(.guardedPorts), .sourceIsAllowed(.allowedSources, isNegated: true), .drop,
  ]

  private var ranges: [IPPrefix] { cluster.serviceRanges.filter { $0.family == family } }

  /// Behind DNAT only what no Service port has taken is still for a cluster IP.
  private var clusterIPs: [[Statement]] {
    [[.destinationIn(.clusterIPs), .reject]]
      + ranges.map { [.destination($0, isNegated: false), .drop] }
  }

  private var dispatch: [[Statement]] {
    let outside: [Statement]? =
      cluster.proxy.masqueradesAll
      ? []
      : cluster.podRanges.first { $0.family == family }.map { [.source($0, isNegated: true)] }
    let marks = outside.map { sources in
      ranges.map { [.destination($0, isNegated: false)] + sources + [.setMark] }
    }
    return (marks ?? []) + [[.servicePortVerdict(.services)]] + nodePorts(.nodePorts)
  }

  private func nodePorts(_ map: NFTName) -> [[Statement]] {
    cluster.proxy.nodePortRanges(family, on: node).map { range in
      let address: Statement =
        range.length == 0
        ? .destination(.loopback(family), isNegated: true) : .destination(range, isNegated: false)
      return [.destinationIsLocal, address, .hostPortVerdict(map)]
    }
  }

  /// A hook that has nothing to do costs every packet of every connection, so it is left out.
  private var hooks: [Chain] {
    let firewall: [[Statement]] = services.guardedPorts.isEmpty ? [] : [[.isNew, .jump(.firewall)]]
    let refusals: [[Statement]] =
      services.refusedServices.isEmpty ? [] : [[.isNew, .jump(.checkServices)]]
    let hostRefusals: [[Statement]] =
      services.refusedNodePorts.isEmpty ? [] : [[.isNew, .jump(.checkNodePorts)]]
    let unclaimed: [[Statement]] = ranges.map {
      [.isNew, .destination($0, isNegated: false), .jump(.checkClusterIPs)]
    }
    return [
      Chain(name: NFTName("filter-prerouting"), hook: .filterPrerouting, rules: firewall),
      Chain(
        name: NFTName("filter-output-before-nat"), hook: .filterOutputBeforeNAT, rules: firewall),
      Chain(name: NFTName("filter-input"), hook: .filterInput, rules: hostRefusals + refusals),
      Chain(name: NFTName("filter-forward"), hook: .filterForward, rules: refusals + unclaimed),
      Chain(name: NFTName("filter-output"), hook: .filterOutput, rules: refusals + unclaimed),
      Chain(name: NFTName("nat-prerouting"), hook: .natPrerouting, rules: [[.jump(.dispatch)]]),
      Chain(name: NFTName("nat-output"), hook: .natOutput, rules: [[.jump(.dispatch)]]),
      Chain(
        name: NFTName("nat-postrouting"), hook: .natPostrouting,
        rules: [
          [.isMarked, .goTo(.masquerade)], [.isTranslated, .endsIn(.hairpin), .masquerade],
        ]),
    ].filter { !$0.rules.isEmpty }
  }
}
