package import Resources

/// How load-balancer addresses are given out and made known: MetalLB's objects, resolved.
///
/// Source: metallb.io, `api/v1beta1`, `api/v1beta2` and `internal/config`.
package struct LoadBalancing: Sendable {
  /// Where MetalLB's objects lie; all of them are there.
  package let namespace: String
  /// Sorted by name. Without any, netc gives out no address.
  package let pools: [AddressPool]
  /// Sorted by name.
  package let l2Advertisements: [L2Advertisement]
  /// Sorted by name.
  package let bgpAdvertisements: [BGPAdvertisement]
  /// Sorted by name.
  package let peers: [BGPPeer]
  /// Sorted by name.
  package let bfdProfiles: [BFDProfile]

  /// How diagnostics call an object of a kind.
  package func object(_ kind: ResourceKind, _ name: String) -> String {
    "\(kind.rawValue) \(namespace)/\(name)"
  }
}
