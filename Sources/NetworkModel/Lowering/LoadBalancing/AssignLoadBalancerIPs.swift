import Diagnostics
import NetworkTypes
import Resources

extension NetworkLowering {
  /// Gives Services of type LoadBalancer their addresses. Without a pool in the input, they keep
  /// what their status says.
  static func assignLoadBalancerIPs(
    _ services: inout [ServiceDraft], _ loadBalancing: LoadBalancing,
    settings: LoadBalancingResource, _ resources: ResourceSet, lock: AddressLock,
    log: inout DiagnosticLog
  ) {
    for position in services.indices {
      services[position].loadBalancerIPs = services[position].source.statusAddresses
      reportUnknownAnnotations(services[position], log: &log)
    }
    if loadBalancing.pools.isEmpty { return }
    // A pool that could not be read may be the one that a Service needs.
    let mayLackPools = BrokenNames(resources.broken)
      .containsAny(of: [.ipAddressPool], in: settings.namespace.value)
    var assignment = LoadBalancerAssignment(
      services, loadBalancing.pools, lock: lock, namespace: settings.namespace.value,
      isQuiet: mayLackPools)
    assignment.run(className: settings.className?.value, log: &log)
    services = assignment.services
  }

  private static func reportUnknownAnnotations(_ draft: ServiceDraft, log: inout DiagnosticLog) {
    for annotation in draft.source.metadata.annotations {
      guard let prefix = MetalLBAnnotation.prefixes.first(where: annotation.key.hasPrefix) else {
        continue
      }
      let name = String(annotation.key.dropFirst(prefix.count))
      let known = MetalLBAnnotation.allCases.map(\.rawValue)
      if known.contains(name) { continue }
      log.report(
        .unknownLoadBalancerAnnotation, "MetalLB knows no annotation `\(annotation.key)`",
        at: annotation.range,
        help: Spelling.nearest(name, among: known).map { "did you mean `\(prefix)\($0)`?" },
        object: draft.object)
    }
  }
}

extension ServiceResource {
  /// What the status of an exported Service says, without proxies and names.
  var statusAddresses: [Located<IPAddress>] {
    loadBalancerIngress.filter { $0.ipMode == .vip }.compactMap(\.address)
  }
}

/// The addresses of Services while they are given out, as MetalLB's controller would: what an
/// object says it has, what is asked for, what the lock knows, then pool by pool.
///
/// Source: metallb controller/service.go. What it does in the order of events is done here in the
/// order of names, so that the result is the same in every build.
struct LoadBalancerAssignment {
  private(set) var services: [ServiceDraft]
  var allocator: PoolAllocator
  var choice: PoolChoice
  private let lock: AddressLock
  /// MetalLB's.
  let namespace: String
  /// Nothing is said about what a pool that could not be read may be the cause of.
  let isQuiet: Bool
  /// Which Service asked for an address and has it.
  private var askers: [IPAddress: Int] = [:]
  /// For each need, how many of the open pools from the first on are used up.
  private var usedUp: [FamilyNeed: Int] = [:]
  /// For each need, the first Service that several pools could have served.
  private(set) var contested: [FamilyNeed: Int] = [:]

  /// A Service that is to have an address.
  struct Candidate {
    let position: Int
    let request: LoadBalancerRequest
    let claim: PoolAllocator.Claim
    let need: FamilyNeed
  }

  init(
    _ services: [ServiceDraft], _ pools: [AddressPool], lock: AddressLock, namespace: String,
    isQuiet: Bool
  ) {
    self.services = services
    allocator = PoolAllocator(pools)
    choice = PoolChoice(pools)
    self.lock = lock
    self.namespace = namespace
    self.isQuiet = isQuiet
  }

  mutating func run(className: String?, log: inout DiagnosticLog) {
    let all = candidates(className: className, log: &log)
    var waiting = all.filter { !keepStatus($0, log: &log) }
    waiting = waiting.filter { !grantRequest($0, log: &log) }
    waiting = waiting.filter { !keepLocked($0, log: &log) }
    for candidate in all { addFamily(candidate) }
    for candidate in waiting where candidate.request.pool != nil {
      allocateFromRequestedPool(candidate, log: &log)
    }
    for candidate in waiting where candidate.request.pool == nil {
      allocate(candidate, log: &log)
    }
    reportContested(log: &log)
  }

  /// MetalLB serves the Services of its class, or those without one.
  private mutating func candidates(
    className: String?, log: inout DiagnosticLog
  ) -> [Candidate] {
    var found: [Candidate] = []
    for (position, draft) in services.enumerated()
    where draft.source.type.value == .loadBalancer
      && draft.source.loadBalancerClass?.value == className && !draft.families.isEmpty
    {
      services[position].loadBalancerIPs = []
      do throws(LoadBalancerRequest.Problem) {
        let request = try LoadBalancerRequest(draft.source)
        try draft.checkFamilies()
        found.append(
          Candidate(
            position: position, request: request, claim: draft.claim(position, request),
            need: FamilyNeed(draft)))
      } catch {
        report(error, draft, log: &log)
      }
    }
    return found
  }

  mutating func give(
    _ addresses: [Located<IPAddress>], to candidate: Candidate, of pool: Int
  ) {
    for address in addresses { allocator.take(address.value, for: candidate.claim) }
    services[candidate.position].loadBalancerIPs += addresses
    services[candidate.position].loadBalancerPool = Index(pool)
  }

  mutating func give(
    chosen addresses: [IPAddress], to candidate: Candidate, of pool: Int
  ) {
    let range = services[candidate.position].source.metadata.name.range
    give(addresses.map { Located($0, range) }, to: candidate, of: pool)
    services[candidate.position].chosenLoadBalancerIPs += addresses
  }

  private mutating func noteContested(_ candidate: Candidate) {
    guard contested[candidate.need] == nil else { return }
    contested[candidate.need] = candidate.position
  }
}

// MARK: - Addresses that are known

extension LoadBalancerAssignment {
  private mutating func keepStatus(_ candidate: Candidate, log: inout DiagnosticLog) -> Bool {
    let written = services[candidate.position].source.statusAddresses
    if written.isEmpty { return false }
    switch keeping(written.map(\.value), candidate) {
    case .pool(let pool):
      give(written, to: candidate, of: pool)
      return true
    case .asksForOthers: return false
    case .isImpossible(let reason):
      reportReleased(written, reason, candidate, log: &log)
      return false
    }
  }

  private mutating func grantRequest(
    _ candidate: Candidate, log: inout DiagnosticLog
  ) -> Bool {
    let wanted = candidate.request.addresses
    if wanted.isEmpty { return false }
    guard let pool = requestedPool(candidate, log: &log) else { return true }
    give(wanted, to: candidate, of: pool)
    for address in wanted { askers[address.value] = candidate.position }
    return true
  }

  private mutating func keepLocked(_ candidate: Candidate, log: inout DiagnosticLog) -> Bool {
    guard let locked = lock.services[services[candidate.position].name]?.loadBalancerIPs,
      !locked.isEmpty
    else { return false }
    if case .pool(let pool) = keeping(locked, candidate) {
      give(chosen: locked, to: candidate, of: pool)
      return true
    }
    for address in locked {
      if let asker = askers[address], allocator.conflict(candidate.claim, at: address) != nil {
        reportClaimed(address, of: candidate.position, by: asker, log: &log)
      }
    }
    return false
  }

  /// A Service that prefers two families and has one gets the other of the same pool.
  private mutating func addFamily(_ candidate: Candidate) {
    let draft = services[candidate.position]
    guard candidate.need.isEither, candidate.request.addresses.isEmpty,
      draft.loadBalancerIPs.count == 1, let pool = draft.loadBalancerPool?.position,
      let family = candidate.need.families.first(where: {
        $0 != draft.loadBalancerIPs[0].value.family
      })
    else { return }
    let locked = lock.services[draft.name]?.loadBalancerIPs.first {
      $0.family == family && allocator.pool(of: $0) == pool
        && allocator.conflict(candidate.claim, at: $0) == nil
    }
    guard
      let address = locked ?? allocator.candidate(in: pool, family, for: candidate.claim)
    else { return }
    give(chosen: [address], to: candidate, of: pool)
  }

  /// Whether a Service can keep addresses.
  enum Keeping {
    case pool(Int)
    /// The Service asks for other addresses or another pool.
    case asksForOthers
    case isImpossible(String)
  }

  private func keeping(_ addresses: [IPAddress], _ candidate: Candidate) -> Keeping {
    let wanted = candidate.request.addresses.map(\.value)
    if !wanted.isEmpty, Set(wanted) != Set(addresses) { return .asksForOthers }
    guard candidate.need.isMet(by: addresses.map(\.family)) else {
      return .isImpossible("the families of the Service are others")
    }
    let pools = Set(addresses.map { allocator.pool(of: $0) })
    guard pools.count == 1, let pool = pools.first.flatMap(\.self) else {
      return .isImpossible("no pool holds \(addresses.count == 1 ? "it" : "them")")
    }
    if let name = candidate.request.pool, name.value != choice.pools[pool].name {
      return .asksForOthers
    }
    guard choice.isOpen(pool, to: services[candidate.position].source) else {
      return .isImpossible("pool `\(choice.pools[pool].name)` is not for the Service")
    }
    let conflicts = addresses.compactMap { allocator.conflict(candidate.claim, at: $0) }
    return conflicts.first.map { .isImpossible(words($0).problem) } ?? .pool(pool)
  }
}

// MARK: - Addresses that are chosen

extension LoadBalancerAssignment {
  private mutating func allocateFromRequestedPool(
    _ candidate: Candidate, log: inout DiagnosticLog
  ) {
    guard let name = candidate.request.pool,
      let pool = namedPool(name, candidate, log: &log)
    else { return }
    guard let found = find(in: [pool], candidate) else {
      return reportUsedUp([pool], candidate, log: &log)
    }
    give(chosen: found.addresses, to: candidate, of: found.pool)
  }

  private mutating func allocate(_ candidate: Candidate, log: inout DiagnosticLog) {
    let service = services[candidate.position].source
    let reserved = choice.reserved(for: service.metadata.namespace)
    let mine = reserved.filter { choice.isOpen($0, to: service) }
    if let found = find(in: mine, candidate) {
      return give(chosen: found.addresses, to: candidate, of: found.pool)
    }
    noteContested(candidate)
    guard let found = find(in: openPools(candidate), candidate) else {
      return reportUsedUp(mine + choice.open, candidate, log: &log)
    }
    give(chosen: found.addresses, to: candidate, of: found.pool)
  }

  /// The pools that are open to all and not used up, and those with addresses to share.
  private mutating func openPools(_ candidate: Candidate) -> [Int] {
    var first = usedUp[candidate.need] ?? 0
    while first < choice.open.count, isUsedUp(choice.open[first], candidate) { first += 1 }
    usedUp[candidate.need] = first
    let behind = choice.open[first...]
    let shared = allocator.poolsToShare(candidate.claim).filter {
      choice.isOpenToAll($0) && $0 < behind.first ?? .max
    }
    return shared + behind
  }

  /// Whether nobody who needs this can have a free address of a pool.
  private mutating func isUsedUp(_ pool: Int, _ candidate: Candidate) -> Bool {
    if !choice.offers(pool, candidate.need) { return true }
    let hasFree = candidate.need.families.map { allocator.hasFree(in: pool, $0) }
    return candidate.need.isEither ? !hasFree.contains(true) : hasFree.contains(false)
  }

  /// The first of the pools that serves all families; under PreferDualStack else the first that
  /// serves the primary one, else the first that serves the other.
  private mutating func find(
    in pools: [Int], _ candidate: Candidate
  ) -> (pool: Int, addresses: [IPAddress])? {
    var partial: [IPFamily: (pool: Int, addresses: [IPAddress])] = [:]
    for pool in pools where choice.offers(pool, candidate.need) {
      // IPv4 first, as upstream has it, whichever family is the primary one.
      let addresses = candidate.need.families.sorted().compactMap {
        allocator.candidate(in: pool, $0, for: candidate.claim)
      }
      if addresses.count == candidate.need.families.count { return (pool, addresses) }
      guard candidate.need.isEither, let only = addresses.first else { continue }
      if partial[only.family] == nil { partial[only.family] = (pool, [only]) }
    }
    return candidate.need.families.lazy.compactMap { partial[$0] }.first
  }
}

extension ServiceDraft {
  /// MetalLB takes a Service for one of single stack that names one cluster IP.
  fileprivate func checkFamilies() throws(LoadBalancerRequest.Problem) {
    guard let policy = source.ipFamilyPolicy, policy.value == .requireDualStack,
      let only = source.listedClusterIP
    else { return }
    throw LoadBalancerRequest.Problem(
      message: "two families are required, but `clusterIPs` names one address",
      range: only.range, notes: [Note("they are required here", at: policy.range)],
      help: "name an address of each family, or leave `clusterIPs` out")
  }

  fileprivate func claim(
    _ position: Int, _ request: LoadBalancerRequest
  ) -> PoolAllocator.Claim {
    let isLocal = source.externalTrafficPolicy.value == .local
    return PoolAllocator.Claim(
      service: position,
      ports: source.ports.map { ClaimedPort(transport: $0.transport, port: $0.port.value) },
      sharingKey: request.sharingKey,
      backendKey: isLocal
        ? (source.selector ?? []).map { "\($0.key)=\($0.value)" }.joined(separator: ",") : "")
  }
}
