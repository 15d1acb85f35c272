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

  /// MetalLB announces no Service with `allow-shared-ip` by layer 2 that an advertisement is for
  /// which selects Services: its address may be another Service's too
  /// (speaker/layer2_controller.go, `ShouldAnnounce`).
  func l2(of draft: ServiceDraft) -> [Index<L2Advertisement>] {
    guard let pool = draft.loadBalancerPool else { return [] }
    let found = l2.of(pool).filter {
      Self.selects(loadBalancing.l2Advertisements[$0].serviceSelectors, draft)
    }
    let mayShare = draft.source.metadata.annotations.contains {
      MetalLBAnnotation.sharingKey.names.contains($0.key)
    }
    let selectsServices = found.contains {
      !loadBalancing.l2Advertisements[$0].serviceSelectors.isEmpty
    }
    return mayShare && selectsServices ? [] : found
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
