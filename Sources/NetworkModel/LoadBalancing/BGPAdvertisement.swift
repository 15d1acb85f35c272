package import Diagnostics
package import NetworkTypes
package import Resources

/// A BGPAdvertisement: with which attributes the addresses of which pools are announced to whom.
package struct BGPAdvertisement: Sendable {
  package let name: String
  /// Where the name is written.
  package let range: SourceRange
  /// Sorted; all pools where none is named or selected.
  package let pools: [Index<AddressPool>]
  /// Sorted; all nodes where none is selected.
  package let nodes: [Index<Node>]
  /// One of them must match the Service's labels; empty: every Service.
  package let serviceSelectors: [LabelSelector]
  /// Sorted; all peers where none is named.
  package let peers: [Index<BGPPeer>]
  /// Peers are named, be there any of them or not.
  package let namesPeers: Bool
  /// 1…32.
  package let aggregationLength: Located<Int>
  /// 1…128.
  package let aggregationLengthV6: Located<Int>
  package let localPreference: UInt32
  package let localPreferenceRange: SourceRange
  /// Sorted, each once.
  package let communities: [BGPCommunity]

  /// The route that an address is announced with.
  package func route(to address: IPAddress) -> IPPrefix {
    IPPrefix(containing: address, length: aggregationLength(address.family).value)
  }

  package func aggregationLength(_ family: IPFamily) -> Located<Int> {
    family == .ipv4 ? aggregationLength : aggregationLengthV6
  }
}
