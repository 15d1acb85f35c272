import NetworkTypes
import Planning

/// The rules of all service ports on one node, by where they go, in kube-proxy's order.
struct LinearRules {
  typealias Rule = IPTablesDocument.Rule
  typealias Match = IPTablesDocument.Match

  let node: NodePlan
  private let translation: IPTablesTranslation
  private(set) var filterServices: [Rule] = []
  private(set) var filterExternalServices: [Rule] = []
  private(set) var filterNodePorts: [Rule] = []
  private(set) var filterFirewall: [Rule] = []
  private(set) var natServices: [Rule] = []
  private(set) var natNodePorts: [Rule] = []
  /// The chains of each service port, one behind the other.
  private(set) var natBodies: [IPTablesDocument.Line] = []
  /// The chains that `natBodies` fills.
  private(set) var chains: [ChainName] = []

  init(_ translation: IPTablesTranslation, _ node: NodePlan) {
    self.translation = translation
    self.node = node
  }

  /// What one service port adds: `syncProxyRules`' loop over the service map.
  mutating func add(_ port: ServicePortPlan) {
    let service = LinearService(port, on: node)
    addEntrances(service)
    // Also where nothing follows: it tells readers of the Service and its address.
    remark(service)
    guard service.decided.hasEndpoints else { return }
    addInternalChain(service)
    addExternalChain(service)
    addFirewallChain(service)
    addBalancing(service)
  }

  // MARK: entrances

  private mutating func addEntrances(_ service: LinearService) {
    let port = service.port
    let clusterMatch = service.match(port.clusterIP, comment: " cluster IP")
    if service.decided.hasInternal {
      natServices.append(
        Rule(chain: .services, matches: clusterMatch, target: .jump(service.internalChain)))
    } else {
      let (comment, target) = service.refusal
      filterServices.append(
        Rule(
          chain: .services, matches: service.match(port.clusterIP, comment: comment),
          target: target))
    }
    for address in port.externalIPs {
      addEntrance(service, address, " external IP", .jump(service.chains.external))
    }
    for address in port.loadBalancerIPs {
      addEntrance(
        service, address, " loadbalancer IP",
        .jump(service.decided.usesFirewall ? service.chains.firewall : service.chains.external))
      if service.decided.usesFirewall && service.decided.hasEndpoints {
        addFirewallDrop(service, address)
      }
    }
    addNodePort(service)
    if let health = port.healthCheckNodePort {
      filterNodePorts.append(
        Rule(
          chain: .nodePorts,
          matches: [
            .comment(.about(port.label, " health check node port")), .transport(.tcp),
            .destinationPort(health),
          ], target: .accept))
    }
  }

  private mutating func addEntrance(
    _ service: LinearService, _ address: IPAddress, _ comment: StaticString,
    _ target: IPTablesDocument.Target
  ) {
    if service.decided.hasEndpoints {
      natServices.append(
        Rule(chain: .services, matches: service.match(address, comment: comment), target: target))
    }
    if !service.decided.hasExternal {
      let (comment, target) = service.refusal
      filterExternalServices.append(
        Rule(
          chain: .externalServices, matches: service.match(address, comment: comment),
          target: target))
    }
  }

  private mutating func addFirewallDrop(_ service: LinearService, _ address: IPAddress) {
    filterFirewall.append(
      Rule(
        chain: .proxyFirewall,
        matches: [.comment(.firewall(service.port.label, service.chains.firewall))]
          + service.packet(address), target: .drop))
  }

  private mutating func addNodePort(_ service: LinearService) {
    guard let nodePort = service.port.nodePort else { return }
    let packet: [Match] = [.transport(service.port.transport), .destinationPort(nodePort)]
    if service.decided.hasEndpoints {
      natNodePorts.append(
        Rule(
          chain: .nodePorts, matches: [.comment(.label(service.port.label))] + packet,
          target: .jump(service.chains.external)))
    }
    if !service.decided.hasExternal {
      let (comment, target) = service.refusal
      filterExternalServices.append(
        Rule(
          chain: .externalServices,
          matches: [.comment(.about(service.port.label, comment)), .destinationIsLocal] + packet,
          target: target))
    }
  }

  // MARK: chains

  private mutating func remark(_ service: LinearService) {
    let port = service.port
    natBodies.append(
      .remark(.servicePort(port.label, port.clusterIP, port.port, port.transport)))
  }

  private mutating func append(_ rule: Rule) { natBodies.append(.rule(rule)) }

  /// The mark on what comes from outside the pod range; the packet is matched in full again,
  /// since traffic of the external entrances passes here too.
  private mutating func addInternalChain(_ service: LinearService) {
    guard service.decided.hasInternal else { return }
    var match = service.match(service.port.clusterIP, comment: " cluster IP")
    if !translation.cluster.proxy.masqueradesAll {
      guard let podRange = translation.podRange else { return }
      match.append(.source(podRange, isNegated: true))
    }
    append(
      Rule(chain: service.internalChain, matches: match, target: .jump(.markMasquerade)))
  }

  private mutating func addExternalChain(_ service: LinearService) {
    guard service.decided.isExternal else { return }
    let chain = service.chains.external
    let label = service.port.label
    chains.append(chain)
    guard service.port.externalTrafficIsLocal else {
      append(
        Rule(
          chain: chain,
          matches: [.comment(.around("masquerade traffic for ", label, " external destinations"))],
          target: .jump(.markMasquerade)))
      append(Rule(chain: chain, target: .jump(service.chains.cluster)))
      return
    }
    if let podRange = translation.podRange {
      append(
        Rule(
          chain: chain,
          matches: [
            .comment(.around("pod traffic for ", label, " external destinations")),
            .source(podRange, isNegated: false),
          ], target: .jump(service.chains.cluster)))
    }
    append(
      Rule(
        chain: chain,
        matches: [
          .comment(.around("masquerade LOCAL traffic for ", label, " external destinations")),
          .sourceIsLocal,
        ], target: .jump(.markMasquerade)))
    append(
      Rule(
        chain: chain,
        matches: [
          .comment(.around("route LOCAL traffic for ", label, " external destinations")),
          .sourceIsLocal,
        ], target: .jump(service.chains.cluster)))
    if service.decided.hasExternal {
      append(Rule(chain: chain, target: .jump(service.chains.local)))
    }
  }

  private mutating func addFirewallChain(_ service: LinearService) {
    guard service.decided.usesFirewall else { return }
    let chain = service.chains.firewall
    let label = service.port.label
    chains.append(chain)
    let comment = Match.comment(.about(label, " loadbalancer IP"))
    for range in service.port.loadBalancerSourceRanges {
      append(
        Rule(
          chain: chain, matches: [comment, .source(range, isNegated: false)],
          target: .jump(service.chains.external)))
    }
    if service.decided.nodeIsInSourceRanges {
      for address in service.port.loadBalancerIPs {
        append(
          Rule(
            chain: chain, matches: [comment, .source(IPPrefix(address), isNegated: false)],
            target: .jump(service.chains.external)))
      }
    }
    append(
      Rule(
        chain: chain,
        matches: [
          .comment(
            .around("other traffic to ", label, " will be dropped by KUBE-PROXY-FIREWALL"))
        ]))
  }

  private mutating func addBalancing(_ service: LinearService) {
    if service.decided.usesClusterEndpoints {
      chains.append(service.chains.cluster)
      balance(service, service.chains.cluster, service.decided.usable.cluster)
    }
    if service.decided.usesLocalEndpoints {
      chains.append(service.chains.local)
      balance(service, service.chains.local, service.decided.usable.local)
    }
    for endpoint in service.decided.reachable { addEndpoint(service, endpoint) }
  }

  /// Affinity first: a client that was seen goes where it went; then equal chances for each.
  private mutating func balance(
    _ service: LinearService, _ chain: ChainName, _ endpoints: [EndpointPlan]
  ) {
    if let seconds = service.port.affinityTimeoutSeconds {
      for endpoint in endpoints {
        let target = service.chains.endpoint(endpoint)
        append(
          Rule(
            chain: chain,
            matches: endpointComment(service, endpoint)
              + [.recentlySeen(list: target, seconds: seconds)], target: .jump(target)))
      }
    }
    for (position, endpoint) in endpoints.enumerated() {
      let left = endpoints.count - position
      append(
        Rule(
          chain: chain,
          matches: endpointComment(service, endpoint) + (left > 1 ? [.oneIn(outOf: left)] : []),
          target: .jump(service.chains.endpoint(endpoint))))
    }
  }

  private func endpointComment(_ service: LinearService, _ endpoint: EndpointPlan) -> [Match] {
    translation.isLargeCluster
      ? [] : [.comment(.endpoint(service.port.label, endpoint.address, endpoint.port))]
  }

  private mutating func addEndpoint(_ service: LinearService, _ endpoint: EndpointPlan) {
    let chain = service.chains.endpoint(endpoint)
    let comment: [Match] =
      translation.isLargeCluster ? [] : [.comment(.label(service.port.label))]
    chains.append(chain)
    append(
      Rule(
        chain: chain, matches: comment + [.source(IPPrefix(endpoint.address), isNegated: false)],
        target: .jump(.markMasquerade)))
    let affinity: [Match] =
      service.port.affinityTimeoutSeconds == nil ? [] : [.rememberSource(list: chain)]
    append(
      Rule(
        chain: chain, matches: comment + affinity + [.transport(service.port.transport)],
        target: .dnat(endpoint.address, endpoint.port)))
  }
}
