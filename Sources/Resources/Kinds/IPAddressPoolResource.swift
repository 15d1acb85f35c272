package import Diagnostics
package import NetworkTypes

/// A `metallb.io/v1beta1` IPAddressPool.
package struct IPAddressPoolResource: Sendable {
  package internal(set) var metadata = Metadata()
  package internal(set) var range: SourceRange = .placeholder
  /// The entries of `addresses` as the blocks that they stand for; none is empty.
  package internal(set) var entries: [Located<[IPPrefix]>] = []
  package internal(set) var autoAssign = true
  package internal(set) var avoidBuggyIPs = false
  package internal(set) var allocation: ServiceAllocationResource?
}

/// `serviceAllocation` of a pool; with nothing in it, it matches every Service.
package struct ServiceAllocationResource: Sendable {
  /// 0: behind all others.
  package internal(set) var priority = 0
  package internal(set) var namespaces: [Located<String>] = []
  package internal(set) var namespaceSelectors: [LabelSelector] = []
  package internal(set) var serviceSelectors: [LabelSelector] = []
}

/// A `metallb.io/v1beta1` Community: names for BGP communities.
package struct CommunityResource: Sendable {
  package internal(set) var metadata = Metadata()
  package internal(set) var range: SourceRange = .placeholder
  package internal(set) var aliases: [CommunityAlias] = []
}

package struct CommunityAlias: Sendable {
  /// Any text: it is looked up and never printed.
  package internal(set) var name: Located<String> = .placeholder("")
  package internal(set) var value: BGPCommunity = .standard(0, 0)
}
