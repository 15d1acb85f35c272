import Diagnostics
import NetworkTypes
import Resources

/// Finds the advertisements that announce a Service's addresses.
struct ServiceAdvertisements {
  private let loadBalancing: LoadBalancing
  private let l2: ByPool<L2Advertisement>
  private let bgp: ByPool<BGPAdvertisement>

  /// The advertisements of every pool, and of single ones.
  private struct ByPool<Advertisement> {
    var ofAll: [Index<Advertisement>] = []
    var ofOne: [[Index<Advertisement>]]

    init(_ covered: [[Index<AddressPool>]], poolCount: Int) {
      ofOne = Array(repeating: [], count: poolCount)
      for (position, pools) in covered.enumerated() {
        if pools.count == poolCount {
          ofAll.append(Index(position))
        } else {
          for pool in pools { ofOne[pool.position].append(Index(position)) }
        }
      }
    }

    func of(_ pool: Index<AddressPool>) -> [Index<Advertisement>] {
      (ofAll + ofOne[pool.position]).sorted()
    }
  }

  init(_ loadBalancing: LoadBalancing) {
    self.loadBalancing = loadBalancing
    let count = loadBalancing.pools.count
    l2 = ByPool(loadBalancing.l2Advertisements.map(\.pools), poolCount: count)
    bgp = ByPool(loadBalancing.bgpAdvertisements.map(\.pools), poolCount: count)
  }

  func l2(of draft: ServiceDraft) -> [Index<L2Advertisement>] {
    let found = covering(draft)
    return isHidden(draft, found) ? [] : found
  }

  private func covering(_ draft: ServiceDraft) -> [Index<L2Advertisement>] {
    guard let pool = draft.loadBalancerPool else { return [] }
    return l2.of(pool).filter {
      Self.selects(loadBalancing.l2Advertisements[$0].serviceSelectors, draft)
    }
  }

  /// MetalLB announces no Service with `allow-shared-ip` by layer 2 that an advertisement is for
  /// which selects Services: its address may be another Service's too
  /// (speaker/layer2_controller.go, `ShouldAnnounce`).
  private func isHidden(_ draft: ServiceDraft, _ found: [Index<L2Advertisement>]) -> Bool {
    guard MetalLBAnnotation.sharingKey.value(of: draft.source.metadata) != nil else {
      return false
    }
    return found.contains { !loadBalancing.l2Advertisements[$0].serviceSelectors.isEmpty }
  }

  /// Reports the Services that layer 2 would announce if they didn't share their addresses.
  func reportHidden(_ drafts: [ServiceDraft], log: inout DiagnosticLog) {
    for draft in drafts {
      let found = covering(draft)
      guard isHidden(draft, found),
        let selecting = found.first(where: {
          !loadBalancing.l2Advertisements[$0].serviceSelectors.isEmpty
        }), let annotation = MetalLBAnnotation.sharingKey.value(of: draft.source.metadata)
      else { continue }
      let advertisement = loadBalancing.l2Advertisements[selecting]
      log.report(
        .sharedNotAnnounced, "service \(draft.name) is announced on no node by layer 2",
        at: annotation.range,
        notes: [
          Note("L2Advertisement `\(advertisement.name)` selects Services", at: advertisement.range)
        ], help: "leave the annotation out, or the advertisement's `serviceSelectors`",
        object: draft.object)
    }
  }

  func bgp(of draft: ServiceDraft) -> [Index<BGPAdvertisement>] {
    guard let pool = draft.loadBalancerPool else { return [] }
    return bgp.of(pool).filter {
      Self.selects(loadBalancing.bgpAdvertisements[$0].serviceSelectors, draft)
    }
  }

  private static func selects(_ selectors: [LabelSelector], _ draft: ServiceDraft) -> Bool {
    selectors.isEmpty || SelectorMatching.holdsAny(selectors, draft.source.metadata.labels)
  }
}
