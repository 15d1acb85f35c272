package import Diagnostics
package import NetworkTypes

/// A BGPPeer: a router that the selected nodes talk BGP to.
package struct BGPPeer: Sendable {
  package let name: String
  /// Where the name is written.
  package let range: SourceRange
  package let myASN: UInt32
  package let myASNRange: SourceRange
  package let remoteAS: RemoteAS
  /// The number that the peer sees in place of `myASN`.
  package let localASN: UInt32?
  package let target: BGPTarget
  /// Where the target is written.
  package let targetRange: SourceRange
  /// Of the family of the target's address.
  package let sourceAddress: IPAddress?
  package let port: Port
  /// 0 or 3…65535; nil: as the daemon has it. Set where `keepaliveSeconds` is, and the reverse.
  package let holdSeconds: Int?
  package let keepaliveSeconds: Int?
  /// 1…65535.
  package let connectSeconds: Int?
  package let routerID: IPv4Address?
  /// Where it is written, else the name.
  package let routerIDRange: SourceRange
  /// Sorted; all nodes where none is selected.
  package let nodes: [Index<Node>]
  package let password: BGPPassword?
  package let bfdProfile: Index<BFDProfile>?
  package let enablesGracefulRestart: Bool
  package let isMultiHop: Bool
  package let vrf: InterfaceName?
  /// Addresses of the session's own family alone are announced over it.
  package let disablesMultiProtocol: Bool
  /// Both families are announced over the session, whichever it is of itself.
  package let announcesBothFamilies: Bool
}

/// Which autonomous system the peer is in.
package enum RemoteAS: Hashable, Sendable {
  case number(UInt32)
  /// The node's own, whatever it is.
  case `internal`
  /// Any but the node's own.
  case external
}

/// Where the peer is found.
package enum BGPTarget: Hashable, Sendable {
  case address(IPAddress)
  /// The only neighbour on an interface, by its link-local address (unnumbered).
  case interface(InterfaceName)
}

/// A BFDProfile; nil is what the daemon has by default.
package struct BFDProfile: Sendable {
  package let name: String
  /// Where the name is written.
  package let range: SourceRange
  /// 10…60000.
  package let receiveMilliseconds: Int?
  /// 10…60000.
  package let transmitMilliseconds: Int?
  /// 2…255.
  package let detectMultiplier: Int?
  /// 10…60000.
  package let echoMilliseconds: Int?
  package let usesEcho: Bool
  package let isPassive: Bool
  /// 1…254; counts for peers several hops away.
  package let minimumTTL: Int?
}
