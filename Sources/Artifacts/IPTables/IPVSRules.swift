import NetworkTypes
import Planning

/// The rules of one node and family in mode ipvs, in kube-proxy's order. A rule about a set that
/// is empty is left out, but for the filters that kube-proxy always has.
struct IPVSRules {
  typealias Rule = IPTablesDocument.Rule
  typealias Match = IPTablesDocument.Match

  private let sets: ServiceSets
  private let podRange: IPPrefix?
  private let masqueradesAll: Bool
  private let isBridged: Bool

  init(_ sets: ServiceSets, podRange: IPPrefix?, masqueradesAll: Bool, isBridged: Bool) {
    self.sets = sets
    self.podRange = podRange
    self.masqueradesAll = masqueradesAll
    self.isBridged = isBridged
  }

  /// kube-proxy has the chains of load balancers also where nothing leads to them.
  var hasLoadBalancers: Bool { !sets.isEmpty(.loadBalancer) }
  var hasSourceRanges: Bool { !sets.isEmpty(.loadBalancerFirewall) }

  private func match(_ set: ServiceSet, _ keys: IPTablesDocument.SetKeys) -> Match {
    .inSet(set.name(sets.family), keys)
  }

  /// A rule with the set's comment; none if the set is empty.
  private func rule(
    _ chain: ChainName, _ set: ServiceSet, _ keys: IPTablesDocument.SetKeys,
    _ target: IPTablesDocument.Target, before: [Match] = [], after: [Match] = []
  ) -> [Rule] {
    guard !sets.isEmpty(set) else { return [] }
    return [
      Rule(
        chain: chain,
        matches: before + [.comment(.fixed(set.comment)), match(set, keys)] + after,
        target: target)
    ]
  }

  // MARK: nat

  var nat: [Rule] {
    [
      Rule(
        chain: .services, matches: [.source(.loopback(sets.family), isNegated: false)],
        target: .returnToCaller)
    ] + loopBack + loadBalancers + nodePorts + clusterIPs + externalIPs(.externalIP)
      + externalIPs(.externalIPLocal) + [
        Rule(chain: .services, matches: [.destinationIsLocal], target: .jump(.ipvsNodePort))
      ]
      + (hasLoadBalancers ? [Rule(chain: .loadBalancer, target: .jump(.markMasquerade))] : [])
      + [.clusterIP, .loadBalancer].flatMap(accept) + FixedRules.masquerade
  }

  private var loopBack: [Rule] {
    rule(.postrouting, .loopBack, .destinationPortAndSource, .masqueradeKeepingPort)
  }

  private var loadBalancers: [Rule] {
    rule(.services, .loadBalancer, .destinationAndPort, .jump(.loadBalancer))
      + rule(.loadBalancer, .loadBalancerLocal, .destinationAndPort, .returnToCaller)
  }

  private var nodePorts: [Rule] {
    let pairs: [(TransportProtocol, ServiceSet, ServiceSet, IPTablesDocument.SetKeys)] = [
      (.tcp, .nodePortLocalTCP, .nodePortTCP, .destinationOnly),
      (.udp, .nodePortLocalUDP, .nodePortUDP, .destinationOnly),
      (.sctp, .nodePortLocalSCTP, .nodePortSCTP, .destinationAndPort),
    ]
    return pairs.flatMap { transport, local, all, keys in
      rule(.ipvsNodePort, local, keys, .returnToCaller, before: [.transportAlone(transport)])
        + rule(
          .ipvsNodePort, all, keys, .jump(.markMasquerade), before: [.transportAlone(transport)])
    }
  }

  /// What comes from outside the pod range. The node's own packets are among it: they leave from
  /// the cluster IP itself, which is an address of the node.
  private var clusterIPs: [Rule] {
    if !masqueradesAll, let podRange {
      return rule(
        .services, .clusterIP, .destinationAndPort, .jump(.markMasquerade),
        after: [.source(podRange, isNegated: true)])
    }
    return rule(
      .services, .clusterIP, masqueradesAll ? .destinationAndPort : .sourceAndPort,
      .jump(.markMasquerade))
  }

  /// kube-proxy's test for frames of a bridge is written where the wiring needs br_netfilter
  /// anyway: to load the test is to load br_netfilter, and with it a change of the whole host.
  /// Nothing depends on it, for an external IP is an address of every node and so accepted by the
  /// last rule.
  private func externalIPs(_ set: ServiceSet) -> [Rule] {
    let marks: [Rule] =
      set == .externalIP ? rule(.services, set, .destinationAndPort, .jump(.markMasquerade)) : []
    let fromOutside =
      isBridged
      ? rule(
        .services, set, .destinationAndPort, .accept, after: [.isNotBridged, .sourceIsNotLocal])
      : []
    return marks + fromOutside
      + rule(.services, set, .destinationAndPort, .accept, after: [.destinationIsLocal])
  }

  private func accept(_ set: ServiceSet) -> [Rule] {
    guard !sets.isEmpty(set) else { return [] }
    return [Rule(chain: .services, matches: [match(set, .destinationAndPort)], target: .accept)]
  }

  // MARK: filter

  var filter: [Rule] {
    rule(.proxyFirewall, .loadBalancerFirewall, .destinationAndPort, .jump(.sourceRanges))
      + rule(.sourceRanges, .loadBalancerSourceRange, .destinationPortAndSource, .returnToCaller)
      + rule(.sourceRanges, .loadBalancerSourceIP, .destinationPortAndSource, .returnToCaller)
      + (hasSourceRanges ? [Rule(chain: .sourceRanges, target: .drop)] : []) + refusedToNode
      + FixedRules.forward.dropFirst()  // kube-proxy drops nothing INVALID in this mode
      + [
        Rule(
          chain: .ipvsNodePort,
          matches: [
            .comment(.fixed(ServiceSet.healthCheckNodePort.comment)),
            match(.healthCheckNodePort, .destinationOnly),
          ], target: .accept)
      ] + accessFilter
  }

  private var refusedToNode: [Rule] {
    sets.refusedToNode.map { address, transport, port in
      Rule(
        chain: .ipvsOutFilter,
        matches: [
          .source(IPPrefix(address), isNegated: false),
          .virtualServer(address, transport, port),
        ], target: .drop)
    }
  }

  /// Since `kube-ipvs0` has all the addresses, a port that no Service has would reach the host's
  /// own sockets (kubernetes issue 72236).
  private var accessFilter: [Rule] {
    let open: [ServiceSet] = [.loadBalancer, .clusterIP, .externalIP, .externalIPLocal]
    return open.map {
      Rule(chain: .ipvsFilter, matches: [match($0, .destinationAndPort)], target: .returnToCaller)
    } + [
      Rule(
        chain: .ipvsFilter, matches: [match(.healthCheckNodePort, .destinationOnly)],
        target: .returnToCaller),
      Rule(
        chain: .ipvsFilter, matches: [.connectionState(.new), match(.ipvsIPs, .destinationOnly)],
        target: .reject),
    ]
  }
}
