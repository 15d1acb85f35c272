package import Diagnostics
package import NetworkTypes
package import Resources

/// An IPAddressPool.
package struct AddressPool: Sendable {
  package let name: String
  /// Where the name is written.
  package let range: SourceRange
  /// In the order written; addresses are tried in this order.
  package let entries: [PoolEntry]
  /// Services that ask for nothing may have an address of it.
  package let assignsOnItsOwn: Bool
  /// IPv4 addresses that end in 0 or 255 are not given out.
  package let avoidsBuggyIPs: Bool
  /// Nil: the pool is open to every Service.
  package let allocation: PoolAllocation?

  package var blocks: [IPPrefix] { entries.flatMap(\.blocks) }

  package func contains(_ address: IPAddress) -> Bool {
    entries.contains { entry in entry.blocks.contains { $0.contains(address) } }
  }
}

/// One entry of `addresses`: a block, or a range in as few blocks as it can be written in.
package struct PoolEntry: Sendable {
  /// Ascending; all of one family.
  package let blocks: [IPPrefix]
  package let range: SourceRange

  package var family: IPFamily { blocks[0].family }
}

/// `serviceAllocation`: which Services the pool is for.
package struct PoolAllocation: Sendable {
  /// Lower numbers are tried first, 0 behind all others.
  package let priority: Int
  /// Sorted; nil: Services of every namespace.
  package let namespaces: [String]?
  /// One of them must match the Service's labels; empty: every Service.
  package let serviceSelectors: [LabelSelector]
}
