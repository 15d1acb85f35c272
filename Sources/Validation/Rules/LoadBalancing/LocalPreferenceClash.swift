import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum LocalPreferenceClash: ValidationRule {
  static let page = DiagnosticPage(
    663, .error, "Two preferences for one route",
    explanation: """
      Two BGPAdvertisements give one route to the same peer from the same node with different
      `localPref`; a route has only one. MetalLB refuses its whole configuration.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: [198.51.100.0/24]}
        ---
        apiVersion: metallb.io/v1beta1
        kind: BGPAdvertisement
        metadata: {name: first, namespace: metallb-system}
        spec:
          localPref: 100
        ---
        apiVersion: metallb.io/v1beta1
        kind: BGPAdvertisement
        metadata: {name: second, namespace: metallb-system}
        spec:
          localPref: 200
          #          ^^^ NC0663
        """,
      good: """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: [198.51.100.0/24]}
        ---
        apiVersion: metallb.io/v1beta1
        kind: BGPAdvertisement
        metadata: {name: first, namespace: metallb-system}
        spec:
          localPref: 100
        ---
        apiVersion: metallb.io/v1beta1
        kind: BGPAdvertisement
        metadata: {name: second, namespace: metallb-system}
        spec:
          localPref: 200
          aggregationLength: 24
        """))

  /// Only advertisements of one pool are held against each other.
  static func check(_ network: Network, log: inout DiagnosticLog) {
    let balancing = network.loadBalancing
    var ofPool: [[Index<BGPAdvertisement>]] = Array(repeating: [], count: balancing.pools.count)
    for (position, advertisement) in balancing.bgpAdvertisements.enumerated()
    where advertisement.serviceSelectors.isEmpty {
      for pool in advertisement.pools { ofPool[pool.position].append(Index(position)) }
    }
    var reported = Set<[Index<BGPAdvertisement>]>()
    for (pool, advertisements) in zip(balancing.pools, ofPool) {
      for (position, second) in advertisements.enumerated() {
        let clash = advertisements[..<position].first {
          clashes(balancing.bgpAdvertisements[$0], balancing.bgpAdvertisements[second], pool)
        }
        guard let clash, reported.insert([clash, second]).inserted else { continue }
        report(clash, second, pool, network, log: &log)
      }
    }
  }

  private static func report(
    _ first: Index<BGPAdvertisement>, _ second: Index<BGPAdvertisement>, _ pool: AddressPool,
    _ network: Network, log: inout DiagnosticLog
  ) {
    var (early, late) = (
      network.loadBalancing.bgpAdvertisements[first],
      network.loadBalancing.bgpAdvertisements[second]
    )
    if late.place < early.place { swap(&early, &late) }
    log.report(
      page,
      "pool `\(pool.name)` is announced with \(late.localPreference) here and with "
        + "\(early.localPreference) elsewhere", at: late.place,
      notes: [Note("the other preference is here", at: early.place)],
      help: "give both one `localPref`, or other nodes, peers or aggregation lengths",
      object: network.loadBalancing.object(.bgpAdvertisement, late.name))
  }

  /// metallb internal/config, `BGPAdvertisementsHaveCompatibleLocalPref`.
  private static func clashes(
    _ left: BGPAdvertisement, _ right: BGPAdvertisement, _ pool: AddressPool
  ) -> Bool {
    guard left.localPreference != right.localPreference else { return false }
    let families = Set(pool.entries.map(\.family))
    let isSameRoute = families.contains {
      left.aggregationLength($0).value == right.aggregationLength($0).value
    }
    guard isSameRoute, !Set(left.nodes).isDisjoint(with: right.nodes) else { return false }
    return !left.namesPeers || !right.namesPeers
      || !Set(left.peers).isDisjoint(with: right.peers)
  }
}

extension BGPAdvertisement {
  /// Where the preference is written, else the name.
  fileprivate var place: SourceRange {
    localPreferenceRange.isWritten ? localPreferenceRange : range
  }
}
