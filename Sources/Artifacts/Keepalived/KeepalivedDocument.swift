import NetworkTypes
import Planning

/// The virtual routers that a node takes part in.
struct KeepalivedDocument {
  let node: PlainToken
  /// Never empty.
  let instances: [Instance]

  struct Instance {
    /// 1…255.
    let id: Int
    let family: IPFamily
    let interface: InterfaceName
    /// 254 of the leader, one less for each runner-up.
    let priority: Int
    /// Nil: by multicast, where not every candidate has an address of the family.
    let unicast: Unicast?
    /// Sorted, on each of the interfaces.
    let addresses: [IPAddress]
    let interfaces: [InterfaceName]
    let runnersUp: [PlainToken]
    let leader: PlainToken
  }

  struct Unicast {
    let source: IPAddress
    let peers: [IPAddress]
  }

  /// 255 is for the owner of an address (RFC 5798 section 5.2.4).
  private static let highestPriority = 254

  /// Nil where the node takes part in none.
  init?(_ node: NodePlan, in cluster: ClusterPlan) {
    instances = cluster.announcements.virtualRouters.compactMap { router in
      let candidates = router.candidates.prefix(Self.highestPriority)
      guard let rank = candidates.firstIndex(where: { $0.node == node.position }) else {
        return nil
      }
      let named = candidates[rank].interfaces
      guard let interface = node.interface ?? named.first else {
        preconditionFailure("validation asks for the interface of every candidate")
      }
      let names = candidates.map { cluster.nodes[$0.node].name }
      return Instance(
        id: router.id, family: router.family, interface: interface,
        priority: Self.highestPriority - rank,
        unicast: Self.unicast(candidates.map { cluster.nodes[$0.node] }, rank, router.family),
        addresses: router.addresses, interfaces: named.isEmpty ? [interface] : named,
        runnersUp: Array(names.dropFirst()), leader: names[0])
    }
    if instances.isEmpty { return nil }
    self.node = node.name
  }

  private static func unicast(
    _ nodes: [NodePlan], _ rank: Int, _ family: IPFamily
  ) -> Unicast? {
    let addresses = nodes.compactMap { $0.address(family) }
    guard nodes.count > 1, addresses.count == nodes.count else { return nil }
    return Unicast(
      source: addresses[rank],
      peers: addresses.enumerated().filter { $0.offset != rank }.map(\.element))
  }
}
