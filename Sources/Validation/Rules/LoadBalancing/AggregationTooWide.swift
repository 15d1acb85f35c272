import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum AggregationTooWide: ValidationRule {
  static let page = DiagnosticPage(
    662, .error, "A route that is wider than the pool",
    explanation: """
      `aggregationLength` makes one route of the addresses around each one. The route may hold no
      addresses that the pool does not own: it must not be shorter than the shortest block of each
      entry. A range counts as the blocks that it can be written in: 192.0.2.10-192.0.2.20 has a
      /30 at most.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: [198.51.100.0/28]}
        ---
        apiVersion: metallb.io/v1beta1
        kind: BGPAdvertisement
        metadata: {name: bgp, namespace: metallb-system}
        spec:
          aggregationLength: 26
          #                  ^^ NC0662
        """,
      good: """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: [198.51.100.0/24]}
        ---
        apiVersion: metallb.io/v1beta1
        kind: BGPAdvertisement
        metadata: {name: bgp, namespace: metallb-system}
        spec:
          aggregationLength: 26
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for advertisement in network.loadBalancing.bgpAdvertisements {
      for family in IPFamily.allCases {
        let length = advertisement.aggregationLength(family)
        guard length.value < family.addressBits,
          let claim = narrow(advertisement, family, length.value, network)
        else { continue }
        log.report(
          page, "a /\(length.value) is wider than \(claim.text)",
          at: length.range, notes: [Note("the pool's entry is here", at: claim.entry.range)],
          help: "the shortest length that fits the entry is \(claim.shortestLength)",
          object: network.loadBalancing.object(.bgpAdvertisement, advertisement.name))
      }
    }
  }

  /// The first entry that the route does not fit in.
  private static func narrow(
    _ advertisement: BGPAdvertisement, _ family: IPFamily, _ length: Int, _ network: Network
  ) -> PoolClaim? {
    for index in advertisement.pools {
      let pool = network.loadBalancing.pools[index]
      for entry in pool.entries where entry.family == family {
        let claim = PoolClaim(pool: pool, entry: entry)
        if length < claim.shortestLength { return claim }
      }
    }
    return nil
  }
}

extension PoolClaim {
  /// Of the largest block of the entry.
  fileprivate var shortestLength: Int { entry.blocks.map(\.length).min() ?? 0 }
}
