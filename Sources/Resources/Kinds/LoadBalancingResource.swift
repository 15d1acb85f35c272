package import Diagnostics
package import NetworkTypes

/// `spec.loadBalancing` of a Cluster: how load-balancer addresses become known outside.
package struct LoadBalancingResource: Sendable {
  /// Where MetalLB's objects lie.
  package internal(set) var namespace: Located<String> = .placeholder(MetalLB.defaultNamespace)
  /// The class of the Services that get addresses; nil: those without a class.
  package internal(set) var className: Located<String>?
  package internal(set) var announce: Located<AnnounceChoice> = .placeholder(.script)
  package internal(set) var frrVersion: Located<FRRVersion> = .placeholder(.debian12)
}

/// Who answers ARP and NDP for an address of layer 2.
package enum AnnounceChoice: String, CaseIterable, Sendable {
  /// `announce.sh` on the leader.
  case script
  /// keepalived, by VRRP: another node takes over when the leader fails.
  case keepalived
}
