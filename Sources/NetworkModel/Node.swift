package import Diagnostics
package import NetworkTypes
package import Resources

/// A host of the cluster.
package struct Node: Sendable {
  package let name: String
  /// Where the name is written.
  package let range: SourceRange
  /// The InternalIPs, at most one per family.
  package let addresses: [Located<IPAddress>]
  /// One block per family of the cluster, in its order; shorter only after an error.
  package let podBlocks: [PodBlock]
  /// Written blocks of a family that the cluster has no pod range of: nothing uses them.
  package let unusedBlocks: [Located<IPPrefix>]
  /// Nil: found on the host, by its route to the other nodes.
  package let interface: InterfaceName?
  /// Every interface that leads out of the host, the uplink among them; nil: not said.
  package let interfaces: [NodeInterface]?
  /// Sorted by key.
  package let labels: [Label]
  /// Sorted by position.
  package let pods: [Index<Pod>]

  /// The node's own address of a family.
  package func address(_ family: IPFamily) -> IPAddress? {
    addresses.first { $0.value.family == family }?.value
  }
}

/// An interface of a host.
package struct NodeInterface: Sendable {
  package let name: InterfaceName
  /// Each with the length of its link's prefix.
  package let addresses: [InterfaceAddress]
}

/// The part of a pod range that belongs to one node.
package struct PodBlock: Sendable {
  package let prefix: IPPrefix
  /// Where the block is written; nil when netc chose it.
  package let range: SourceRange?

  /// The bridge's address and the pods' gateway: the first address behind the network's own.
  package var gateway: IPAddress { prefix.address(at: 1) ?? prefix.first }
}
