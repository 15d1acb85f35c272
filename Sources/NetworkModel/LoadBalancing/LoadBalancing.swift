/// How load-balancer addresses are given out and made known: MetalLB's objects, resolved.
///
/// Source: metallb.io, `api/v1beta1`, `api/v1beta2` and `internal/config`.
package struct LoadBalancing: Sendable {
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

  package static let none = LoadBalancing(
    pools: [], l2Advertisements: [], bgpAdvertisements: [], peers: [], bfdProfiles: [])
}
