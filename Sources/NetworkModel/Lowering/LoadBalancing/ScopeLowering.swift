import Diagnostics
import NetworkTypes
import Resources

/// Resolves which pools and nodes advertisements are for.
struct ScopeLowering {
  private let sources: [IPAddressPoolResource]
  private let nodes: [NodeDraft]
  private let indices: [String: Index<AddressPool>]
  /// One array for all advertisements that cover everything.
  private let allPools: [Index<AddressPool>]
  private let allNodes: [Index<Node>]
  /// Some pool could not be read, so any name may be that one's.
  private let mayLackPools: Bool

  init(
    pools: [IPAddressPoolResource], nodes: [NodeDraft], namespace lowering: LoadBalancingLowering
  ) {
    sources = pools
    self.nodes = nodes
    allPools = pools.indices.map { Index($0) }
    allNodes = nodes.indices.map { Index($0) }
    indices = Dictionary(
      zip(pools.map(\.metadata.name.value), allPools), uniquingKeysWith: { first, _ in first })
    mayLackPools = lowering.broken.containsAny(
      of: [.ipAddressPool], in: lowering.namespace.value)
  }

  /// Those that are named or selected, all where nothing is said. Sorted.
  func pools(
    _ scope: AdvertisementScope, _ object: String, log: inout DiagnosticLog
  ) -> [Index<AddressPool>] {
    if scope.pools.isEmpty, scope.poolSelectors.isEmpty { return allPools }
    var found = Set<Index<AddressPool>>()
    for name in scope.pools {
      if let index = indices[name.value] {
        found.insert(index)
      } else if !mayLackPools {
        reportUnknown(name, object, log: &log)
      }
    }
    if !scope.poolSelectors.isEmpty {
      found.formUnion(
        allPools.filter {
          SelectorMatching.holdsAny(scope.poolSelectors, sources[$0.position].metadata.labels)
        })
    }
    return found.sorted()
  }

  /// Those that one of the selectors matches, all where there is none. Sorted.
  func nodes(_ selectors: [LabelSelector]) -> [Index<Node>] {
    if selectors.isEmpty { return allNodes }
    return allNodes.filter { SelectorMatching.holdsAny(selectors, nodes[$0.position].labels) }
  }

  private func reportUnknown(
    _ name: Located<String>, _ object: String, log: inout DiagnosticLog
  ) {
    let near = Spelling.nearest(name.value, among: sources.map(\.metadata.name.value))
    log.report(
      .unknownAdvertisedPool, "no pool is called `\(name.value)`", at: name.range,
      help: near.map { "did you mean `\($0)`?" }, object: object)
  }
}
