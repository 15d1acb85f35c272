package import Diagnostics
package import NetworkTypes

/// A BGPAdvertisement: with which attributes the addresses of which pools are announced to whom.
package struct BGPAdvertisement: Sendable {
  package let name: String
  /// Where the name is written.
  package let range: SourceRange
  /// Sorted; all pools where none is named or selected.
  package let pools: [Index<AddressPool>]
  /// Sorted; all nodes where none is selected.
  package let nodes: [Index<Node>]
  /// Sorted; all peers where none is named.
  package let peers: [Index<BGPPeer>]
  /// 1…32.
  package let aggregationLength: Int
  /// 1…128.
  package let aggregationLengthV6: Int
  package let localPreference: UInt32
  /// Sorted, each once.
  package let communities: [BGPCommunity]

  /// The route that an address is announced with.
  package func route(to address: IPAddress) -> IPPrefix {
    let length = address.family == .ipv4 ? aggregationLength : aggregationLengthV6
    return IPPrefix(containing: address, length: length)
  }
}
