import Crypto
package import NetworkTypes

/// A VRRP virtual router: addresses that move together from node to node (RFC 5798).
package struct VirtualRouterPlan: Sendable {
  /// 1…255.
  package let id: Int
  /// Of the protocol's own packets; addresses of the other family may go along.
  package let family: IPFamily
  /// The leader, then its first runner-up, then the others by name.
  package let candidates: [LayerTwoPlan.Candidate]
  /// Sorted; one at least is of `family`.
  package let addresses: [IPAddress]

  /// VRRP knows so many.
  package static let maximumCount = 255
}

extension Planner {
  /// Addresses with the same leader, the same first runner-up and the same candidates share a
  /// virtual router, for there are only 255.
  static func planVirtualRouters(_ elections: [LayerTwoPlan]) -> [VirtualRouterPlan] {
    var groups: [TakeoverOrder: [IPAddress]] = [:]
    for election in elections {
      groups[TakeoverOrder(election.candidates), default: []].append(election.address)
    }
    let sorted = groups.sorted { $0.value[0] < $1.value[0] }
    let ids = routerIDs(sorted.map(\.value[0]))
    return zip(sorted, ids).map { group, id in
      VirtualRouterPlan(
        id: id, family: group.value[0].family, candidates: group.key.candidates,
        addresses: group.value)
    }
  }

  /// Each from the hash of the group's first address, or the next free one behind it: another
  /// address elsewhere rarely changes the number of a router that is up.
  private static func routerIDs(_ addresses: [IPAddress]) -> [Int] {
    let count = VirtualRouterPlan.maximumCount
    precondition(addresses.count <= count, "validation lets no more virtual routers through")
    var taken = Set<Int>()
    return addresses.map { address in
      let hash = SHA256.hash(data: Array("\(address)".utf8)).prefix(4)
      var id = hash.reduce(0) { $0 << 8 | Int($1) } % count
      while !taken.insert(id).inserted { id = (id + 1) % count }
      return id + 1
    }
  }
}

/// The order in which nodes take over, as far as a virtual router keeps it.
private struct TakeoverOrder: Hashable {
  let candidates: [LayerTwoPlan.Candidate]

  init(_ order: [LayerTwoPlan.Candidate]) {
    candidates = order.prefix(2) + order.dropFirst(2).sorted { $0.node < $1.node }
  }
}
