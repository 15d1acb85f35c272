import NetworkTypes
import Planning

/// Services with client affinity: chains and sets of their own, as kube-proxy has them
/// (pkg/proxy/nftables/proxier.go), but with chances instead of a map for each Service, of which
/// many take the kernel long to load.
struct AffinityChains {
  typealias Statement = NFTablesDocument.Statement

  struct Names {
    let cluster: NFTName
    let local: NFTName
    let external: NFTName
  }

  private(set) var sets: [NFTablesDocument.NamedSet] = []
  private(set) var chains: [NFTablesDocument.Chain] = []

  mutating func add(_ service: ServiceOnNode, _ podRange: IPPrefix?) -> Names {
    let port = service.port
    let input = "\(port.label)\(port.transport.lowercaseName)"
    let hash = StableNames.chainHash(input)
    let names = Names(
      cluster: NFTName("affinity", hash: hash), local: NFTName("affinity-local", hash: hash),
      external: NFTName("affinity-outside", hash: hash))
    guard service.hasEndpoints else { return names }
    for endpoint in service.reachable { addEndpoint(endpoint, port, input) }
    if service.usesClusterEndpoints { add(names.cluster, service.usable.cluster, input) }
    if service.usesLocalEndpoints { add(names.local, service.usable.local, input) }
    if service.isExternal { addExternal(service, names, podRange) }
    return names
  }

  private mutating func addEndpoint(
    _ endpoint: EndpointPlan, _ port: ServicePortPlan, _ input: String
  ) {
    let hash = StableNames.chainHash(input, endpoint.text)
    let clients = NFTName("clients", hash: hash)
    sets.append(.init(name: clients, type: .clients(seconds: port.affinityTimeoutSeconds ?? 0)))
    chains.append(
      .init(
        name: NFTName("endpoint", hash: hash),
        rules: [
          [.rememberSource(clients)],
          [.transport(port.transport), .dnat(endpoint.address, endpoint.port)],
        ]))
  }

  private mutating func add(_ name: NFTName, _ endpoints: [EndpointPlan], _ input: String) {
    let hashes = endpoints.map { StableNames.chainHash(input, $0.text) }
    var rules: [[Statement]] = hashes.map {
      [.sourceIn(NFTName("clients", hash: $0)), .goTo(NFTName("endpoint", hash: $0))]
    }
    for (position, hash) in hashes.enumerated() {
      let left = hashes.count - position
      rules.append(
        (left > 1 ? [.oneIn(left)] : []) + [.goTo(NFTName("endpoint", hash: hash))])
    }
    chains.append(.init(name: name, rules: rules))
  }

  private mutating func addExternal(
    _ service: ServiceOnNode, _ names: Names, _ podRange: IPPrefix?
  ) {
    guard service.port.externalTrafficIsLocal else {
      chains.append(.init(name: names.external, rules: [[.setMark], [.goTo(names.cluster)]]))
      return
    }
    chains.append(
      .init(
        name: names.external,
        rules: PickChains.shortcuts(podRange, to: names.cluster)
          + (service.hasExternal ? [[.goTo(names.local)]] : [])))
  }
}
