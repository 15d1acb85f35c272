package import NetworkTypes

/// A load-balancer address that nodes answer ARP or NDP for, with the result of its election.
package struct ElectedAddress: Sendable {
  package let address: IPAddress
  /// Whose address it is, sorted; the first one's advertisements decide.
  package let services: [Index<Service>]
  /// The leader, then the runners-up; empty where no node may announce it.
  package let candidates: [Candidate]

  package struct Candidate: Hashable, Sendable {
    package let node: Index<Node>
    /// Those that the advertisements name for this node, sorted; empty: the node's uplink.
    package let interfaces: [InterfaceName]
  }
}
