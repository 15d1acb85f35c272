import Diagnostics
import NetworkTypes
import Resources

/// Which pools a Service may have an address of, and in which order.
struct PoolChoice {
  let pools: [AddressPool]
  /// By the index of pools.
  private let families: [FamilySet]
  /// Pools that give addresses to every Service that asks for none, sorted by name.
  let open: [Int]
  /// Pools that are for some Services, of any namespace.
  private let reservedAnywhere: [Int]
  private let reserved: [String: [Int]]
  private var ordered: [String: [Int]] = [:]

  init(_ pools: [AddressPool]) {
    self.pools = pools
    families = pools.map { FamilySet($0.entries.map(\.family)) }
    let automatic = pools.indices.filter { pools[$0].assignsOnItsOwn }
    open = automatic.filter { pools[$0].allocation == nil }
    reservedAnywhere = automatic.filter {
      pools[$0].allocation.map { $0.namespaces == nil } ?? false
    }
    var reserved: [String: [Int]] = [:]
    for pool in automatic {
      for namespace in pools[pool].allocation?.namespaces ?? [] {
        reserved[namespace, default: []].append(pool)
      }
    }
    self.reserved = reserved
  }

  /// The pools that are for Services of a namespace: by priority, 0 behind all others, then by
  /// name. `isOpen` decides about each Service.
  mutating func reserved(for namespace: String) -> [Int] {
    if let known = ordered[namespace] { return known }
    let all = (reserved[namespace] ?? []) + reservedAnywhere
    let order: (Int) -> Int = { [pools] pool in
      let priority = pools[pool].allocation?.priority ?? 0
      return priority == 0 ? .max : priority
    }
    let sorted = all.sorted { (order($0), $0) < (order($1), $1) }
    ordered[namespace] = sorted
    return sorted
  }

  /// Whether the pool is one of `open`.
  func isOpenToAll(_ pool: Int) -> Bool {
    pools[pool].assignsOnItsOwn && pools[pool].allocation == nil
  }

  /// Whether a Service may have an address of a pool at all.
  func isOpen(_ pool: Int, to service: ServiceResource) -> Bool {
    guard let allocation = pools[pool].allocation else { return true }
    if let namespaces = allocation.namespaces, !namespaces.contains(service.metadata.namespace) {
      return false
    }
    return allocation.serviceSelectors.isEmpty
      || SelectorMatching.holdsAny(allocation.serviceSelectors, service.metadata.labels)
  }

  /// Whether a pool has addresses of the families that are needed: of both, or of one at least.
  func offers(_ pool: Int, _ need: FamilyNeed) -> Bool {
    need.isEither
      ? !families[pool].isDisjoint(with: need.set) : families[pool].isSuperset(of: need.set)
  }
}

/// Families in a byte: asked for each Service and pool.
private struct FamilySet: OptionSet, Hashable {
  let rawValue: UInt8

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(_ families: [IPFamily]) {
    rawValue = families.reduce(0) { $0 | ($1 == .ipv4 ? 1 : 2) }
  }
}

/// Of which families a Service needs addresses.
struct FamilyNeed: Hashable {
  /// The primary one first.
  let families: [IPFamily]
  /// One of two will do (PreferDualStack).
  let isEither: Bool
  fileprivate let set: FamilySet

  init(_ draft: ServiceDraft) {
    families = draft.families
    set = FamilySet(draft.families)
    isEither = draft.families.count == 2 && draft.source.ipFamilyPolicy?.value == .preferDualStack
  }

  /// Whether addresses of these families are what the Service needs.
  func isMet(by found: [IPFamily]) -> Bool {
    let distinct = Set(found)
    guard distinct.count == found.count, !found.isEmpty else { return false }
    return isEither ? distinct.isSubset(of: families) : distinct == Set(families)
  }
}
