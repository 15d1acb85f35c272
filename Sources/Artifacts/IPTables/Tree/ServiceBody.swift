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

  init(_ service: ServiceOnNode, podRange: IPPrefix?, masqueradesAll: Bool) {
    self.service = service
    names = ServiceChains(service.port)
    chains = TreeChains(hash: names.hash)
    guard service.hasEndpoints else { return }
    if service.usesFirewall { addFirewall() }
    if service.isExternal { addExternal(podRange) }
    let mark = clusterMark(podRange, masqueradesAll)
    if service.usesClusterEndpoints {
      addBalancing(
        chains.cluster, service.usable.cluster, mark: internalChain == chains.cluster ? mark : nil)
    }
    if service.usesLocalEndpoints {
      addBalancing(
        chains.local, service.usable.local, mark: internalChain == chains.local ? mark : nil)
    }
  }

  var port: ServicePortPlan { service.port }

  var internalChain: ChainName {
    port.internalTrafficIsLocal ? chains.local : chains.cluster
  }

  var loadBalancerChain: ChainName { service.usesFirewall ? chains.firewall : chains.external }

  /// What comes to the cluster IP from outside the pods is masqueraded. Traffic of the other
  /// entrances, which passes the same chain, is not for the cluster IP.
  private func clusterMark(_ podRange: IPPrefix?, _ masqueradesAll: Bool) -> Rule? {
    var matches: [Match] =
      service.isExternal ? [.destination(IPPrefix(port.clusterIP), isNegated: false)] : []
    if !masqueradesAll {
      guard let podRange else { return nil }
      matches.append(.source(podRange, isNegated: true))
    }
    return Rule(chain: internalChain, matches: matches, target: .setMark)
  }

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

  private mutating func addExternal(_ podRange: IPPrefix?) {
    let chain = chains.external
    declared.append(chain)
    guard port.externalTrafficIsLocal else {
      rules.append(Rule(chain: chain, target: .setMark))
      rules.append(Rule(chain: chain, target: .goTo(chains.cluster)))
      return
    }
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

  /// A client that was seen goes where it went, which counts as seen again; then equal chances.
  private mutating func addBalancing(
    _ chain: ChainName, _ endpoints: [EndpointPlan], mark: Rule?
  ) {
    declared.append(chain)
    if let mark { rules.append(mark) }
    if let seconds = port.affinityTimeoutSeconds {
      for endpoint in endpoints {
        let list = names.endpoint(endpoint)
        addEndpoint(chain, endpoint, [.recentlySeen(list: list, seconds: seconds)])
      }
    }
    for (position, endpoint) in endpoints.enumerated() {
      let left = endpoints.count - position
      addEndpoint(chain, endpoint, left > 1 ? [.oneIn(outOf: left)] : [])
    }
  }

  private mutating func addEndpoint(
    _ chain: ChainName, _ endpoint: EndpointPlan, _ matches: [Match]
  ) {
    let memory: [Match] =
      port.affinityTimeoutSeconds == nil ? [] : [.rememberSource(list: names.endpoint(endpoint))]
    rules.append(
      Rule(
        chain: chain, matches: matches + memory + [.transportAlone(port.transport)],
        target: .dnat(endpoint.address, endpoint.port)))
  }
}
