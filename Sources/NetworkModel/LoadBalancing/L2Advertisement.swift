package import Diagnostics
package import NetworkTypes
package import Resources

/// An L2Advertisement: which nodes answer ARP and NDP for the addresses of which pools.
package struct L2Advertisement: Sendable {
  package let name: String
  /// Where the name is written.
  package let range: SourceRange
  /// Sorted; all pools where none is named or selected.
  package let pools: [Index<AddressPool>]
  /// Sorted; all nodes where none is selected.
  package let nodes: [Index<Node>]
  /// As written; empty: all interfaces. They take no part in the election.
  package let interfaces: [Located<InterfaceName>]
  /// One of them must match the Service's labels; empty: every Service.
  package let serviceSelectors: [LabelSelector]
  /// Sorted by node; nodes of weight 0 are left out.
  package let preferredNodes: [PreferredNode]
}

/// A node with the sum of the weights of the preferences that it matches.
package struct PreferredNode: Sendable {
  package let node: Index<Node>
  package let weight: Int
}
