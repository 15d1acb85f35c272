import Diagnostics
import NetworkTypes
import Resources

/// Resolves MetalLB's objects: names and selectors become indices, defaults are filled in.
struct LoadBalancingLowering {
  let resources: ResourceSet
  /// Where MetalLB looks for its objects.
  let namespace: Located<String>
  let nodes: [NodeDraft]
  let namespaces: [Namespace]
  let broken: BrokenNames

  init(
    _ resources: ResourceSet, namespace: Located<String>, nodes: [NodeDraft],
    namespaces: [Namespace]
  ) {
    self.resources = resources
    self.namespace = namespace
    self.nodes = nodes
    self.namespaces = namespaces
    broken = BrokenNames(resources.broken)
  }

  func lower(log: inout DiagnosticLog) -> LoadBalancing {
    reportMisplaced(log: &log)
    let sources = mine(resources.addressPools, \.metadata)
    let profiles = mine(resources.bfdProfiles, \.metadata).map(lower)
    let peers = lowerPeers(profiles, log: &log)
    let scopes = ScopeLowering(pools: sources, nodes: nodes, namespace: self)
    return LoadBalancing(
      namespace: namespace.value, pools: sources.map(lower),
      l2Advertisements: mine(resources.l2Advertisements, \.metadata).map {
        lower($0, scopes, log: &log)
      },
      bgpAdvertisements: lowerBGPAdvertisements(scopes, peers, log: &log), peers: peers,
      bfdProfiles: profiles)
  }

  /// The objects in MetalLB's namespace; sorted by name, as they come.
  func mine<Resource>(
    _ resources: [Resource], _ metadata: KeyPath<Resource, Metadata>
  ) -> [Resource] {
    resources.filter { $0[keyPath: metadata].namespace == namespace.value }
  }

  private func lower(_ source: IPAddressPoolResource) -> AddressPool {
    AddressPool(
      name: source.metadata.name.value, range: source.metadata.name.range,
      entries: source.entries.map { PoolEntry(blocks: $0.value, range: $0.range) },
      assignsOnItsOwn: source.autoAssign, avoidsBuggyIPs: source.avoidBuggyIPs,
      allocation: source.allocation.map(lower))
  }

  private func lower(_ source: ServiceAllocationResource) -> PoolAllocation {
    let isForAll = source.namespaces.isEmpty && source.namespaceSelectors.isEmpty
    let selected = namespaces.filter { namespace in
      SelectorMatching.holdsAny(source.namespaceSelectors, namespace.labels)
    }
    let names = Set(source.namespaces.map(\.value) + selected.map(\.name))
    return PoolAllocation(
      priority: source.priority, namespaces: isForAll ? nil : names.sorted(),
      serviceSelectors: source.serviceSelectors)
  }

  private func lower(_ source: BFDProfileResource) -> BFDProfile {
    BFDProfile(
      name: source.metadata.name.value, range: source.metadata.name.range,
      receiveMilliseconds: source.receiveInterval, transmitMilliseconds: source.transmitInterval,
      detectMultiplier: source.detectMultiplier, echoMilliseconds: source.echoInterval,
      usesEcho: source.echoMode.value, isPassive: source.passiveMode,
      minimumTTL: source.minimumTTL)
  }

  private func lower(
    _ source: L2AdvertisementResource, _ scopes: ScopeLowering, log: inout DiagnosticLog
  ) -> L2Advertisement {
    let object = "L2Advertisement \(source.metadata.objectName)"
    let selected = scopes.nodes(source.scope.nodeSelectors)
    return L2Advertisement(
      name: source.metadata.name.value, range: source.metadata.name.range,
      pools: scopes.pools(source.scope, object, log: &log), nodes: selected,
      interfaces: source.interfaces, serviceSelectors: source.scope.serviceSelectors,
      preferredNodes: preferred(selected, source.preferences))
  }

  private func preferred(
    _ selected: [Index<Node>], _ preferences: [NodePreferenceResource]
  ) -> [PreferredNode] {
    if preferences.isEmpty { return [] }
    return selected.compactMap { node in
      let labels = nodes[node.position].labels
      let weight = preferences.filter { SelectorMatching.holds($0.selector, labels) }
        .reduce(0) { $0 + $1.weight }
      return weight == 0 ? nil : PreferredNode(node: node, weight: weight)
    }
  }
}
