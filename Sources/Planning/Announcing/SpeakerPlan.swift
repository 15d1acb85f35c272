package import NetworkTypes

/// The BGP of one node.
package struct SpeakerPlan: Sendable {
  /// One per VRF, the default one first, then by name.
  package let routers: [RouterPlan]
  /// Those that sessions use; sorted by name.
  package let bfdProfiles: [BFDProfilePlan]
}

/// The sessions of a node in one VRF.
package struct RouterPlan: Sendable {
  package let asn: UInt32
  /// Nil: the daemon chooses.
  package let routerID: IPv4Address?
  /// Nil: the default VRF.
  package let vrf: InterfaceName?
  /// Sorted by target.
  package let sessions: [SessionPlan]

  /// What some session announces; sorted, each once.
  package var prefixes: [IPPrefix] {
    Set(sessions.flatMap { $0.routes.map(\.prefix) }).sorted()
  }
}

/// Where a BGP peer is found.
package enum SessionTarget: Hashable, Sendable {
  case address(IPAddress)
  /// The only neighbour on an interface, by its link-local address.
  case interface(InterfaceName)
}

package enum SessionAS: Hashable, Sendable {
  case number(UInt32)
  case `internal`
  case external
}

package struct SessionPlan: Sendable {
  package let target: SessionTarget
  package let remoteAS: SessionAS
  /// The number that the peer sees in place of the router's.
  package let localASN: UInt32?
  package let sourceAddress: IPAddress?
  package let port: Port
  /// Seconds; nil: as the daemon has it.
  package let timers: Timers?
  package let connectSeconds: Int?
  package let password: BGPPassword?
  package let bfdProfile: PlainToken?
  package let enablesGracefulRestart: Bool
  package let isMultiHop: Bool
  /// Addresses of these families are announced over it.
  package let families: [IPFamily]
  /// Sorted by prefix; all of `families`.
  package let routes: [AnnouncedRoute]

  package struct Timers: Hashable, Sendable {
    package let keepaliveSeconds: Int
    package let holdSeconds: Int
  }
}

/// A route that a peer is told of.
package struct AnnouncedRoute: Hashable, Sendable {
  package let prefix: IPPrefix
  /// 0: none is set.
  package let localPreference: UInt32
  /// Sorted, each once.
  package let communities: [BGPCommunity]
}

/// A BFDProfile; nil is what the daemon has by default.
package struct BFDProfilePlan: Sendable {
  package let name: PlainToken
  package let receiveMilliseconds: Int?
  package let transmitMilliseconds: Int?
  package let detectMultiplier: Int?
  package let echoMilliseconds: Int?
  package let usesEcho: Bool
  package let isPassive: Bool
  package let minimumTTL: Int?
}
