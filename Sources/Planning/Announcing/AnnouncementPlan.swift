package import NetworkTypes

/// Who makes the addresses of Services known to the network outside, and how.
package struct AnnouncementPlan: Sendable {
  /// What makes the leader answer, and what happens when it fails.
  package let takeover: Takeover
  /// Addresses of layer 2 with their leaders; sorted. None where nobody may announce them.
  package let layerTwo: [LayerTwoPlan]
  /// For keepalived alone.
  package let virtualRouters: [VirtualRouterPlan]
  /// By the position of the node; nil for one that talks to no router.
  package let speakers: [SpeakerPlan?]
  /// Of the FRR that the speakers run.
  package let frrVersion: FRRVersion

  package enum Takeover: Sendable {
    /// `announce.sh` on the leader; another one takes over with another build.
    case script
    /// VRRP: the runners-up take over by themselves.
    case keepalived
  }

  package func speaker(on node: NodePlan) -> SpeakerPlan? {
    speakers.isEmpty ? nil : speakers[node.position]
  }

  /// The addresses that the node answers for, with the interfaces; sorted.
  package func led(by node: NodePlan) -> [LedAddress] {
    layerTwo.filter { $0.leader.node == node.position }.map {
      LedAddress(address: $0.address, interfaces: $0.leader.interfaces)
    }
  }

  package static let none = AnnouncementPlan(
    takeover: .script, layerTwo: [], virtualRouters: [], speakers: [], frrVersion: .debian12)
}

/// One address that nodes answer ARP or NDP for.
package struct LayerTwoPlan: Sendable {
  package let address: IPAddress
  /// Whose address it is; sorted.
  package let services: [ObjectName]
  /// The leader, then the runners-up in order; never empty.
  package let candidates: [Candidate]

  package var leader: Candidate { candidates[0] }

  package struct Candidate: Hashable, Sendable {
    /// Position in `ClusterPlan.nodes`.
    package let node: Int
    /// Sorted; empty: the uplink.
    package let interfaces: [InterfaceName]
  }
}

/// An address that a node leads.
package struct LedAddress: Hashable, Sendable {
  package let address: IPAddress
  /// Sorted; empty: the uplink.
  package let interfaces: [InterfaceName]
}
