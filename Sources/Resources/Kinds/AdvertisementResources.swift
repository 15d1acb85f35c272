package import Diagnostics
package import NetworkTypes

/// What an advertisement is for: pools, nodes and Services.
package struct AdvertisementScope: Sendable {
  /// Names of pools. Without names and selectors: all pools.
  package internal(set) var pools: [Located<String>] = []
  package internal(set) var poolSelectors: [LabelSelector] = []
  /// Empty: all nodes.
  package internal(set) var nodeSelectors: [LabelSelector] = []
  /// Where the node selectors are written.
  package internal(set) var nodeSelectorsRange: SourceRange?
  /// Empty: all Services.
  package internal(set) var serviceSelectors: [LabelSelector] = []
}

/// A `metallb.io/v1beta1` L2Advertisement.
package struct L2AdvertisementResource: Sendable {
  package internal(set) var metadata = Metadata()
  package internal(set) var range: SourceRange = .placeholder
  package internal(set) var scope = AdvertisementScope()
  /// Empty: all interfaces.
  package internal(set) var interfaces: [Located<InterfaceName>] = []
  package internal(set) var preferences: [NodePreferenceResource] = []
}

/// An entry of `preferredNodeSelectors`.
package struct NodePreferenceResource: Sendable {
  /// 1…100.
  package internal(set) var weight = 1
  package internal(set) var selector = LabelSelector()
}

/// A `metallb.io/v1beta1` BGPAdvertisement.
package struct BGPAdvertisementResource: Sendable {
  package internal(set) var metadata = Metadata()
  package internal(set) var range: SourceRange = .placeholder
  package internal(set) var scope = AdvertisementScope()
  /// Names of peers; empty: all peers.
  package internal(set) var peers: [Located<String>] = []
  package internal(set) var aggregationLength: Located<Int> = .placeholder(32)
  package internal(set) var aggregationLengthV6: Located<Int> = .placeholder(128)
  package internal(set) var localPreference: Located<Int> = .placeholder(0)
  /// Communities, and names that Community objects give them.
  package internal(set) var communities: [Located<String>] = []
}
