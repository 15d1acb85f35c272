import NetworkTypes
import Planning

/// What one node answers for, and who would do so in its place.
struct AnnounceDocument {
  let node: PlainToken
  /// Nil: the link that carries the first of `nodeAddresses`.
  let uplink: InterfaceName?
  let nodeAddresses: [IPAddress]
  /// Sorted by address; never empty.
  let elections: [Election]

  struct Election {
    let address: IPAddress
    /// Nil: the uplink.
    let interfaces: [InterfaceName]
    let services: [ObjectName]
    /// In the order in which they would take over.
    let runnersUp: [PlainToken]
  }

  /// Nil where the node leads nothing, or keepalived does the work.
  init?(_ node: NodePlan, in cluster: ClusterPlan) {
    switch cluster.announcements.takeover {
    case .keepalived: return nil
    case .script: break
    }
    elections = cluster.announcements.layerTwo.filter { $0.leader.node == node.position }.map {
      Election(
        address: $0.address, interfaces: $0.leader.interfaces, services: $0.services,
        runnersUp: $0.candidates.dropFirst().map { cluster.nodes[$0.node].name })
    }
    if elections.isEmpty { return nil }
    self.node = node.name
    uplink = node.interface
    nodeAddresses = node.addresses
  }
}
