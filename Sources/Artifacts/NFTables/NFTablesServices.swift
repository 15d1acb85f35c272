import NetworkTypes
import Planning

/// What the Services put into the maps of one table, and the chains that the maps lead to.
struct NFTablesServices {
  typealias Verdict = NFTablesDocument.Verdict
  typealias Element = NFTablesDocument.Element

  let podRange: IPPrefix?
  private(set) var clusterIPs: [IPAddress] = []
  private(set) var services: [Element] = []
  private(set) var nodePorts: [Element] = []
  private(set) var endpoints: [Element] = []
  private(set) var localEndpoints: [Element] = []
  private(set) var nodePortEndpoints: [Element] = []
  private(set) var nodePortLocalEndpoints: [Element] = []
  private(set) var refusedServices: [Element] = []
  private(set) var refusedNodePorts: [Element] = []
  private(set) var guardedPorts: [Element] = []
  private(set) var allowedSources: [Element] = []
  /// Shared chains that are needed, and chains of Services with affinity.
  private(set) var picks = PickChains()
  private(set) var affinity = AffinityChains()

  init(_ cluster: ClusterPlan, _ family: IPFamily) {
    podRange = cluster.podRanges.first { $0.family == family }
  }

  mutating func add(_ service: ServiceOnNode) {
    let port = service.port
    clusterIPs.append(port.clusterIP)
    let entrances = Entrances(service, podRange, &picks, &affinity)
    if service.hasInternal {
      let isLocal = port.internalTrafficIsLocal
      add(port, port.clusterIP, .goTo(entrances.internalChain))
      addEndpoints(
        port, port.clusterIP, isLocal ? service.usable.local : service.usable.cluster, \.endpoints)
    } else {
      refuse(service, port.clusterIP)
    }
    for address in port.externalIPs + port.loadBalancerIPs {
      addExternal(service, address, entrances)
    }
    if service.usesFirewall {
      for address in port.loadBalancerIPs { guardAddress(service, address) }
    }
    addNodePort(service, entrances)
  }

  private mutating func addExternal(
    _ service: ServiceOnNode, _ address: IPAddress, _ entrances: Entrances
  ) {
    let port = service.port
    if service.hasEndpoints {
      add(port, address, .goTo(entrances.externalChain(ofHost: false)))
      addEndpoints(port, address, service.usable.cluster, \.endpoints)
      if port.externalTrafficIsLocal && service.hasExternal {
        addEndpoints(port, address, service.usable.local, \.localEndpoints)
      }
    }
    if !service.hasExternal { refuse(service, address) }
  }

  private mutating func addNodePort(_ service: ServiceOnNode, _ entrances: Entrances) {
    guard let number = service.port.nodePort else { return }
    let port = service.port
    if service.hasEndpoints {
      nodePorts.append(
        .hostPort(port.transport, number, .goTo(entrances.externalChain(ofHost: true))))
      addHostEndpoints(port, number, service.usable.cluster, \.nodePortEndpoints)
      if port.externalTrafficIsLocal && service.hasExternal {
        addHostEndpoints(port, number, service.usable.local, \.nodePortLocalEndpoints)
      }
    }
    if !service.hasExternal {
      refusedNodePorts.append(.hostPort(port.transport, number, Self.verdict(service.refusal)))
    }
  }

  private mutating func add(_ port: ServicePortPlan, _ address: IPAddress, _ verdict: Verdict) {
    services.append(.servicePort(address, port.transport, port.port, verdict))
  }

  private mutating func refuse(_ service: ServiceOnNode, _ address: IPAddress) {
    let port = service.port
    refusedServices.append(
      .servicePort(address, port.transport, port.port, Self.verdict(service.refusal)))
  }

  private static func verdict(_ refusal: ServiceOnNode.Refusal) -> Verdict {
    switch refusal {
    case .drop: .drop
    case .reject: .goTo(.refuse)
    }
  }

  /// Services with affinity choose in chains of their own.
  private mutating func addEndpoints(
    _ port: ServicePortPlan, _ address: IPAddress, _ endpoints: [EndpointPlan],
    _ map: WritableKeyPath<Self, [Element]>
  ) {
    guard port.affinityTimeoutSeconds == nil else { return }
    for (chance, endpoint) in endpoints.enumerated() {
      self[keyPath: map].append(
        .endpoint(
          address, port.transport, port.port, chance: chance, endpoint.address, endpoint.port))
    }
  }

  private mutating func addHostEndpoints(
    _ port: ServicePortPlan, _ number: Port, _ endpoints: [EndpointPlan],
    _ map: WritableKeyPath<Self, [Element]>
  ) {
    guard port.affinityTimeoutSeconds == nil else { return }
    for (chance, endpoint) in endpoints.enumerated() {
      self[keyPath: map].append(
        .hostPortEndpoint(port.transport, number, chance: chance, endpoint.address, endpoint.port))
    }
  }

  /// kube-proxy guards the address whether there are endpoints or not.
  private mutating func guardAddress(_ service: ServiceOnNode, _ address: IPAddress) {
    let port = service.port
    guardedPorts.append(.guardedPort(address, port.transport, port.port))
    let own = service.nodeIsInSourceRanges ? port.loadBalancerIPs.map { IPPrefix($0) } : []
    for source in (port.loadBalancerSourceRanges + own).withoutCovered {
      allowedSources.append(.allowedSource(address, port.transport, port.port, source))
    }
  }
}

extension [IPPrefix] {
  /// Sorted, without those that another one holds: a set takes no overlapping elements.
  var withoutCovered: [IPPrefix] {
    var kept: [IPPrefix] = []
    for prefix in sorted() where kept.last?.contains(prefix) != true { kept.append(prefix) }
    return kept
  }
}
