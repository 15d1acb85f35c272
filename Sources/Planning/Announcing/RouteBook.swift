import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

/// What each node tells each of its peers.
///
/// Most nodes tell the same: what follows from one set of advertisements is worked out once.
struct RouteBook {
  /// The advertisements that count for a session.
  private typealias Key = [Index<BGPAdvertisement>]

  private let network: Network
  /// Services whose addresses every node that may announce anything announces alike.
  private let everywhere: [Service]
  /// By node: Services that have an endpoint there and the policy Local.
  private var local: [[Service]]
  private var isExcluded: [Bool]
  private var known: [Key: [IPPrefix: Attributes]] = [:]

  struct Attributes {
    var localPreference: UInt32 = 0
    var communities: Set<BGPCommunity> = []

    mutating func add(_ other: Attributes) {
      localPreference = max(localPreference, other.localPreference)
      communities.formUnion(other.communities)
    }
  }

  init(_ network: Network) {
    self.network = network
    let all = network.nodes.indices.map { Index<Node>($0) }
    let announced = network.services.filter { !$0.bgpAdvertisements.isEmpty }
    var local: [[Service]] = all.map { _ in [] }
    var everywhere: [Service] = []
    var isExcluded = all.map { _ in true }
    for service in announced {
      let nodes = network.nodes.announcing(service, among: all)
      if service.externalTrafficPolicy.value == .local {
        for node in nodes { local[node.position].append(service) }
      } else if !nodes.isEmpty {
        everywhere.append(service)
        for node in nodes { isExcluded[node.position] = false }
      }
    }
    self.local = local
    self.everywhere = everywhere
    self.isExcluded = isExcluded
  }

  /// Sorted by prefix.
  mutating func routes(
    from node: Index<Node>, to peer: Index<BGPPeer>
  ) -> [AnnouncedRoute] {
    let all = network.loadBalancing.bgpAdvertisements
    let key = all.indices.filter {
      all[$0].nodes.contains(node) && all[$0].peers.contains(peer)
    }.map { Index<BGPAdvertisement>($0) }
    var found = isExcluded[node.position] ? [:] : shared(key)
    add(local[node.position], key, to: &found)
    return found.map { prefix, attributes in
      AnnouncedRoute(
        prefix: prefix, localPreference: attributes.localPreference,
        communities: attributes.communities.sorted())
    }.sorted { $0.prefix < $1.prefix }
  }

  private mutating func shared(_ key: Key) -> [IPPrefix: Attributes] {
    if let routes = known[key] { return routes }
    var routes: [IPPrefix: Attributes] = [:]
    add(everywhere, key, to: &routes)
    known[key] = routes
    return routes
  }

  private func add(
    _ services: [Service], _ key: Key, to routes: inout [IPPrefix: Attributes]
  ) {
    let counting = Set(key)
    for service in services {
      for index in service.bgpAdvertisements where counting.contains(index) {
        let advertisement = network.loadBalancing.bgpAdvertisements[index]
        let attributes = Attributes(
          localPreference: advertisement.localPreference,
          communities: Set(advertisement.communities))
        for address in service.loadBalancerIPs {
          routes[advertisement.route(to: address.value), default: Attributes()].add(attributes)
        }
      }
    }
  }
}
