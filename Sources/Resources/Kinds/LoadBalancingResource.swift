package import Diagnostics
package import NetworkTypes

/// `spec.loadBalancing` of a Cluster: how load-balancer addresses become known outside.
package struct LoadBalancingResource: Sendable {
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
