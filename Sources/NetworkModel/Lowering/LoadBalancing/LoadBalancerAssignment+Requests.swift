import Diagnostics
import NetworkTypes
import Resources

/// Requests that are checked, and what is said where one cannot be granted.
extension LoadBalancerAssignment {
  /// The pool that holds all addresses that a Service asks for; nil after a report.
  func requestedPool(_ candidate: Candidate, log: inout DiagnosticLog) -> Int? {
    let draft = services[candidate.position]
    let wanted = candidate.request.addresses
    guard Set(wanted.map(\.value.family)) == Set(candidate.need.families) else {
      let families = candidate.need.families.map(\.name).joined(separator: " and ")
      report(
        LoadBalancerRequest.Problem(
          message: "the Service needs \(families), which is not what it asks for",
          range: wanted[0].range, help: "ask for one address of each family of the Service"),
        draft, log: &log)
      return nil
    }
    guard let pool = poolHolding(wanted, draft, log: &log),
      isRight(pool, wanted, candidate, log: &log)
    else { return nil }
    guard choice.isOpen(pool, to: draft.source) else {
      reportClosed(pool, draft, at: wanted[0].range, log: &log)
      return nil
    }
    for address in wanted {
      if let conflict = allocator.conflict(candidate.claim, at: address.value) {
        report(conflict, address, draft, log: &log)
        return nil
      }
    }
    return pool
  }

  private func poolHolding(
    _ wanted: [Located<IPAddress>], _ draft: ServiceDraft, log: inout DiagnosticLog
  ) -> Int? {
    var found: Int?
    for address in wanted {
      guard let pool = allocator.pool(of: address.value) else {
        reportOutside(address, draft, log: &log)
        return nil
      }
      if let other = found, other != pool {
        reportTwoPools(address, other, pool, draft, log: &log)
        return nil
      }
      found = pool
    }
    return found
  }

  /// Whether the addresses lie in the pool that is asked for beside them, if any is.
  private func isRight(
    _ pool: Int, _ wanted: [Located<IPAddress>], _ candidate: Candidate,
    log: inout DiagnosticLog
  ) -> Bool {
    guard let name = candidate.request.pool, name.value != choice.pools[pool].name else {
      return true
    }
    let draft = services[candidate.position]
    guard namedPool(name, candidate, log: &log) != nil else { return false }
    log.report(
      .requestOutsidePools,
      "\(wanted[0].value) is asked for, which is of pool `\(choice.pools[pool].name)` and not of "
        + "`\(name.value)`", at: wanted[0].range,
      notes: [
        Note("the pool is asked for here", at: name.range),
        Note("the address is of this pool", at: choice.pools[pool].range),
      ], help: "leave one of the two out; the Service gets no address", object: draft.object)
    return false
  }

  /// The pool that a Service names; nil after a report.
  func namedPool(
    _ name: Located<String>, _ candidate: Candidate, log: inout DiagnosticLog
  ) -> Int? {
    let draft = services[candidate.position]
    guard let pool = choice.pool(named: name.value) else {
      if isQuiet { return nil }
      let near = Spelling.nearest(name.value, among: choice.pools.map(\.name))
      log.report(
        .unknownRequestedPool, "service \(draft.name) asks for a pool that does not exist",
        at: name.range,
        help: near.map { "did you mean `\($0)`?" } ?? "the Service gets no address",
        object: draft.object)
      return nil
    }
    guard choice.isOpen(pool, to: draft.source) else {
      reportClosed(pool, draft, at: name.range, log: &log)
      return nil
    }
    return pool
  }

  func report(
    _ problem: LoadBalancerRequest.Problem, _ draft: ServiceDraft, log: inout DiagnosticLog
  ) {
    log.report(
      .refusedAddressRequest, "service \(draft.name) gets no address: \(problem.message)",
      at: problem.range, notes: problem.notes, help: problem.help, object: draft.object)
  }

  private func reportOutside(
    _ address: Located<IPAddress>, _ draft: ServiceDraft, log: inout DiagnosticLog
  ) {
    if isQuiet { return }
    let holder = allocator.poolHolding(address.value)
    let reason =
      holder.map { "pool `\(choice.pools[$0].name)` keeps it back, by `avoidBuggyIPs`" }
      ?? "no pool holds it"
    log.report(
      .requestOutsidePools, "service \(draft.name) asks for \(address.value), but \(reason)",
      at: address.range, notes: holder.map { [note(of: $0)] } ?? [],
      help: "ask for an address of a pool; the Service gets none", object: draft.object)
  }

  private func reportTwoPools(
    _ address: Located<IPAddress>, _ first: Int, _ second: Int, _ draft: ServiceDraft,
    log: inout DiagnosticLog
  ) {
    log.report(
      .requestOutsidePools, "service \(draft.name) asks for addresses of two pools",
      at: address.range, notes: [note(of: first), note(of: second)],
      help: "ask for addresses of one pool; the Service gets none", object: draft.object)
  }

  private func reportClosed(
    _ pool: Int, _ draft: ServiceDraft, at range: SourceRange, log: inout DiagnosticLog
  ) {
    log.report(
      .poolNotForService,
      "service \(draft.name) asks for pool `\(choice.pools[pool].name)`, which is for others",
      at: range, notes: [note(of: pool)],
      help: "see `serviceAllocation` of the pool; the Service gets no address",
      object: draft.object)
  }

  private func report(
    _ conflict: PoolAllocator.Conflict, _ address: Located<IPAddress>, _ draft: ServiceDraft,
    log: inout DiagnosticLog
  ) {
    let words = words(conflict)
    let owner = services[words.owner]
    log.report(
      .addressNotShared,
      "service \(draft.name) asks for \(address.value), but \(words.problem)",
      at: address.range,
      notes: [
        Note("service \(owner.name) has \(address.value)", at: owner.source.metadata.name.range)
      ], help: words.help, object: draft.object)
  }

  func note(of pool: Int) -> Note {
    Note("pool `\(choice.pools[pool].name)` is here", at: choice.pools[pool].range)
  }

  /// A conflict in words, with the Service that has the address.
  func words(
    _ conflict: PoolAllocator.Conflict
  ) -> (problem: String, help: String, owner: Int) {
    switch conflict {
    case .keys(let owner):
      (
        "service \(services[owner].name) has it, and they do not share by one key",
        "give both the same `metallb.io/allow-shared-ip`, or ask for another address", owner
      )
    case .backends(let owner):
      (
        "service \(services[owner].name) has it, and under the policy Local both must select "
          + "the same pods",
        "give both the same `externalTrafficPolicy`, and under Local the same selector", owner
      )
    case .port(let port, let owner):
      (
        "service \(services[owner].name) has its port \(port.transport.name) \(port.port)",
        "give one of them another port or address", owner
      )
    }
  }
}

extension PoolChoice {
  /// Pools are sorted by name.
  func pool(named name: String) -> Int? {
    var low = 0
    var high = pools.count
    while low < high {
      let middle = (low + high) / 2
      if pools[middle].name < name { low = middle + 1 } else { high = middle }
    }
    return low < pools.count && pools[low].name == name ? low : nil
  }
}
