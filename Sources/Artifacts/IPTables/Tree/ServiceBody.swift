import NetworkTypes
import Planning

/// The chains of one service port: marks, then one DNAT rule for each endpoint.
struct ServiceBody {
  typealias Rule = IPTablesDocument.Rule
  typealias Match = IPTablesDocument.Match

  let service: ServiceOnNode
  /// kube-proxy's, for the lists of clients: a host that moves between the shapes keeps them.
  let names: ServiceChains
  let chains: TreeChains
  private(set) var rules: [Rule] = []
  private(set) var declared: [ChainName] = []
  /// What traffic to the cluster IP meets; with few endpoints and no other entrance it does without
  /// a chain.
  private(set) var internalOutcome: Outcome

  /// Rules that may stand in a leaf instead of a chain of their own.
  private static let choicesInLeaf = 4

  init(_ service: ServiceOnNode, podRange: IPPrefix?, serviceRanges: [IPPrefix]) {
    self.service = service
    names = ServiceChains(service.port)
    chains = TreeChains(hash: names.hash)
    let isLocal = service.port.internalTrafficIsLocal
    internalOutcome = Outcome(.goTo(isLocal ? chains.local : chains.cluster))
    guard service.hasEndpoints else { return }
    let choices = balancing(isLocal ? service.usable.local : service.usable.cluster)
    if !service.isExternal && choices.count <= Self.choicesInLeaf {
      internalOutcome = Outcome(choices, remark: remark)
      return
    }
    if service.usesLocalEndpoints { add(chains.local, service.usable.local) }
    if service.usesClusterEndpoints { add(chains.cluster, service.usable.cluster) }
    if service.usesFirewall { addFirewall() }
    if service.isExternal { addExternal(podRange, serviceRanges) }
  }

  var port: ServicePortPlan { service.port }

  var lines: [IPTablesDocument.Line] { [.remark(remark)] + rules.lines }

  var remark: IPTablesDocument.Remark { Self.remark(port) }

  private static func remark(_ port: ServicePortPlan) -> IPTablesDocument.Remark {
    .servicePort(port.label, port.clusterIP, port.port, port.transport)
  }

  /// What becomes of a packet for which there is no endpoint.
  static func refusal(_ service: ServiceOnNode) -> Outcome {
    switch service.refusal {
    case .drop: Outcome(.drop, remark: remark(service.port))
    case .reject: Outcome(.reject, remark: remark(service.port))
    }
  }

  var loadBalancerChain: ChainName { service.usesFirewall ? chains.firewall : chains.external }

  private mutating func addFirewall() {
    declared.append(chains.firewall)
    let own = service.nodeIsInSourceRanges ? port.loadBalancerIPs.map { IPPrefix($0) } : []
    for range in port.loadBalancerSourceRanges + own {
      rules.append(
        Rule(
          chain: chains.firewall, matches: [.source(range, isNegated: false)],
          target: .goTo(chains.external)))
    }
  }

  private mutating func addExternal(_ podRange: IPPrefix?, _ serviceRanges: [IPPrefix]) {
    let chain = chains.external
    declared.append(chain)
    guard port.externalTrafficIsLocal else {
      rules.append(Rule(chain: chain, target: .setMark))
      rules.append(Rule(chain: chain, target: .goTo(chains.cluster)))
      return
    }
    unmark(within: serviceRanges)
    if let podRange {
      rules.append(
        Rule(
          chain: chain, matches: [.source(podRange, isNegated: false)],
          target: .goTo(chains.cluster)))
    }
    rules.append(Rule(chain: chain, matches: [.sourceIsLocal], target: .setMark))
    rules.append(Rule(chain: chain, matches: [.sourceIsLocal], target: .goTo(chains.cluster)))
    if service.hasExternal { rules.append(Rule(chain: chain, target: .goTo(chains.local))) }
  }

  /// Policy Local keeps the client's address, also where an external address lies in a service
  /// range, whose packets are marked on their way here.
  private mutating func unmark(within serviceRanges: [IPPrefix]) {
    for address in port.externalIPs + port.loadBalancerIPs
    where serviceRanges.contains(where: { $0.contains(address) }) {
      rules.append(
        Rule(
          chain: chains.external,
          matches: [.destination(IPPrefix(address), isNegated: false), .isMarked(true)],
          target: .clearMark))
    }
  }

  private mutating func add(_ chain: ChainName, _ endpoints: [EndpointPlan]) {
    declared.append(chain)
    rules += balancing(endpoints).map {
      let transport = Match.transportAlone(port.transport)
      return Rule(chain: chain, matches: [transport] + $0.matches, target: $0.target)
    }
  }

  /// A client that was seen goes where it went, which counts as seen again; then equal chances.
  private func balancing(_ endpoints: [EndpointPlan]) -> [Outcome.Choice] {
    var choices: [Outcome.Choice] = []
    if let seconds = port.affinityTimeoutSeconds {
      choices += endpoints.map {
        choice($0, [.recentlySeen(list: names.endpoint($0), seconds: seconds)])
      }
    }
    for (position, endpoint) in endpoints.enumerated() {
      let left = endpoints.count - position
      choices.append(choice(endpoint, left > 1 ? [.oneIn(outOf: left)] : []))
    }
    return choices
  }

  private func choice(_ endpoint: EndpointPlan, _ matches: [Match]) -> Outcome.Choice {
    let memory: [Match] =
      port.affinityTimeoutSeconds == nil ? [] : [.rememberSource(list: names.endpoint(endpoint))]
    return Outcome.Choice(
      matches: matches + memory, target: .dnat(endpoint.address, endpoint.port))
  }
}
