import NetworkTypes

/// The chains that choose an endpoint, by how many there are; and what comes before the choice for
/// traffic from outside. Their number does not grow with the Services.
struct PickChains {
  typealias Chain = NFTablesDocument.Chain
  typealias Statement = NFTablesDocument.Statement

  /// What the maps are looked up by.
  enum Key { case address, host }
  enum Endpoints { case cluster, local }

  private struct Pick {
    let map: NFTName
    let key: Key
    let count: Int
    var transports: Set<TransportProtocol> = []
  }

  private var picks: [NFTName: Pick] = [:]
  private var others: [NFTName: [[Statement]]] = [:]

  /// One of `count` endpoints with equal chances; for none there is no chain.
  mutating func pick(
    _ count: Int, _ key: Key, _ endpoints: Endpoints, _ transport: TransportProtocol
  ) -> NFTName {
    let (name, map): (NFTName, NFTName) =
      switch (key, endpoints) {
      case (.address, .cluster): (NFTName("pick", count), .endpoints)
      case (.address, .local): (NFTName("pick-local", count), .localEndpoints)
      case (.host, .cluster): (NFTName("nodeport-pick", count), .nodePortEndpoints)
      case (.host, .local): (NFTName("nodeport-pick-local", count), .nodePortLocalEndpoints)
      }
    if count > 0 {
      picks[name, default: Pick(map: map, key: key, count: count)].transports.insert(transport)
    }
    return name
  }

  /// From outside: looks like this node to the endpoint. The chains are of policy Cluster.
  mutating func outside(_ count: Int, _ key: Key, _ transport: TransportProtocol) -> NFTName {
    let pick = pick(count, key, .cluster, transport)
    let name = key == .address ? NFTName("outside", count) : NFTName("nodeport-outside", count)
    if count > 0 { others[name] = [[.setMark], [.goTo(pick)]] }
    return name
  }

  /// Policy Local: pods and this node reach every endpoint, others those of this node, as they are.
  mutating func policy(
    _ cluster: Int, _ local: Int, _ key: Key, _ transport: TransportProtocol,
    _ podRange: IPPrefix?
  ) -> NFTName {
    let all = pick(cluster, key, .cluster, transport)
    let name =
      key == .address
      ? NFTName("policy-local", cluster, local) : NFTName("nodeport-policy-local", cluster, local)
    guard cluster > 0 else { return name }
    others[name] =
      Self.shortcuts(podRange, to: all)
      + (local > 0 ? [[.goTo(pick(local, key, .local, transport))]] : [])
    return name
  }

  /// What pods and the node itself send to an entrance of policy Local.
  static func shortcuts(_ podRange: IPPrefix?, to chain: NFTName) -> [[Statement]] {
    (podRange.map { [[.source($0, isNegated: false), .goTo(chain)]] } ?? [])
      + [[.sourceIsLocal, .setMark], [.sourceIsLocal, .goTo(chain)]]
  }

  /// Sorted by name.
  var chains: [Chain] {
    let choosing = picks.keys.sorted().compactMap { name in picks[name].map { Self.chain(name, $0) }
    }
    let leading = others.keys.sorted().map { Chain(name: $0, rules: others[$0] ?? []) }
    return choosing + leading
  }

  private static func chain(_ name: NFTName, _ pick: Pick) -> Chain {
    Chain(
      name: name,
      rules: pick.transports.sorted().map { transport in
        [
          .transport(transport),
          pick.key == .address
            ? .dnatByServicePort(pick.map, outOf: pick.count)
            : .dnatByHostPort(pick.map, outOf: pick.count),
        ]
      })
  }
}
