package import Diagnostics
package import NetworkTypes

/// `dynamicASN` of a peer.
package enum DynamicASN: String, CaseIterable, Sendable { case `internal`, external }

/// A `metallb.io/v1beta2` BGPPeer.
package struct BGPPeerResource: Sendable {
  package internal(set) var metadata = Metadata()
  package internal(set) var range: SourceRange = .placeholder
  package internal(set) var myASN: Located<Int> = .placeholder(1)
  /// Either this or `dynamicASN`.
  package internal(set) var peerASN: Located<Int>?
  package internal(set) var dynamicASN: Located<DynamicASN>?
  package internal(set) var localASN: Located<Int>?
  /// Either this or `interface`.
  package internal(set) var address: Located<IPAddress>?
  package internal(set) var interface: Located<InterfaceName>?
  package internal(set) var sourceAddress: Located<IPAddress>?
  package internal(set) var port: Port = 179
  package internal(set) var holdSeconds: Located<Int>?
  package internal(set) var keepaliveSeconds: Located<Int>?
  package internal(set) var connectSeconds: Located<Int>?
  package internal(set) var routerID: Located<IPv4Address>?
  /// Empty: all nodes.
  package internal(set) var nodeSelectors: [LabelSelector] = []
  package internal(set) var password: Located<BGPPassword>?
  /// The name of a Secret in MetalLB's namespace.
  package internal(set) var passwordSecret: Located<String>?
  package internal(set) var bfdProfile: Located<String>?
  package internal(set) var enablesGracefulRestart = false
  package internal(set) var ebgpMultiHop = false
  package internal(set) var vrf: Located<InterfaceName>?
  package internal(set) var disablesMP = false
  package internal(set) var dualStackAddressFamily = false
}

/// A `metallb.io/v1beta1` BFDProfile; nil: as the daemon has it.
package struct BFDProfileResource: Sendable {
  package internal(set) var metadata = Metadata()
  package internal(set) var range: SourceRange = .placeholder
  package internal(set) var receiveInterval: Int?
  package internal(set) var transmitInterval: Int?
  package internal(set) var detectMultiplier: Int?
  package internal(set) var echoInterval: Int?
  package internal(set) var echoMode: Located<Bool> = .placeholder(false)
  package internal(set) var passiveMode = false
  package internal(set) var minimumTTL: Int?
}
