import Diagnostics
import NetworkTypes
import Resources

/// What is said about addresses that run out, move or are left to chance.
extension LoadBalancerAssignment {
  /// How many pools or Services a message shows.
  private static let noteLimit = 5

  /// Reports a Service that none of the pools has an address for.
  func reportUsedUp(_ pools: [Int], _ candidate: Candidate, log: inout DiagnosticLog) {
    if isQuiet { return }
    let draft = services[candidate.position]
    let place = candidate.request.pool?.range ?? draft.source.metadata.name.range
    let fitting = pools.filter { choice.offers($0, candidate.need) }
    guard !fitting.isEmpty else {
      return reportMissingFamily(pools, candidate, at: place, log: &log)
    }
    log.report(
      .poolsUsedUp, "no address is left for service \(draft.name)", at: place,
      notes: fitting.prefix(Self.noteLimit).map(note(of:)) + holders(of: fitting),
      help: fitting.count == 1 ? "make the pool larger" : "make one of the pools larger",
      object: draft.object)
  }

  private func holders(of pools: [Int]) -> [Note] {
    let all = pools.lazy.flatMap { allocator.holders[$0] }
    return all.prefix(Self.noteLimit).map { position in
      let owner = services[position]
      let addresses = owner.loadBalancerIPs.map { "\($0.value)" }.joined(separator: " and ")
      return Note("service \(owner.name) has \(addresses)", at: owner.source.metadata.name.range)
    }
  }

  private func reportMissingFamily(
    _ pools: [Int], _ candidate: Candidate, at place: SourceRange, log: inout DiagnosticLog
  ) {
    let draft = services[candidate.position]
    guard !pools.isEmpty else {
      return log.report(
        .poolNotForService, "no pool gives service \(draft.name) an address by itself",
        at: place, notes: choice.pools.indices.prefix(Self.noteLimit).map(note(of:)),
        help: "see `autoAssign` and `serviceAllocation` of the pools, or ask for a pool with "
          + "`metallb.io/address-pool`", object: draft.object)
    }
    let families = candidate.need.families.map(\.name).joined(separator: " and ")
    log.report(
      .poolsLackFamily, "no pool for service \(draft.name) has \(families) addresses",
      at: draft.source.ipFamilyPolicy?.range ?? draft.source.ipFamilies.first?.range ?? place,
      notes: pools.prefix(Self.noteLimit).map(note(of:)),
      help: "add addresses of the family to one pool", object: draft.object)
  }

  func reportReleased(
    _ addresses: [Located<IPAddress>], _ reason: String, _ candidate: Candidate,
    log: inout DiagnosticLog
  ) {
    if isQuiet { return }
    let draft = services[candidate.position]
    let list = addresses.map { "\($0.value)" }.joined(separator: " and ")
    log.report(
      .statusAddressReleased, "service \(draft.name) cannot keep \(list): \(reason)",
      at: addresses[0].range, help: "MetalLB would take it away and give the Service another one",
      object: draft.object)
  }

  func reportClaimed(
    _ address: IPAddress, of position: Int, by asker: Int, log: inout DiagnosticLog
  ) {
    let (loser, winner) = (services[position], services[asker])
    let place = winner.loadBalancerIPs.first { $0.value == address }
    log.report(
      .lockedAddressClaimed, "\(address) was service \(loser.name)'s in netc.lock, which moves",
      at: place?.range ?? winner.source.metadata.name.range,
      notes: [Note("service \(loser.name) is declared here", at: loser.source.metadata.name.range)],
      help: "ask for another address to keep \(loser.name) where it is", object: winner.object)
  }

  /// One report for each set of pools among which MetalLB would choose by chance.
  func reportContested(log: inout DiagnosticLog) {
    var seen: Set<[Int]> = []
    let firsts = contested.sorted { $0.value < $1.value }
    for (need, position) in firsts {
      let rivals = choice.open.filter { choice.offers($0, need) }
      guard seen.insert(rivals).inserted, rivals.count > 1 else { continue }
      let (first, second) = (choice.pools[rivals[0]], choice.pools[rivals[1]])
      let draft = services[position]
      log.report(
        .contestedPools,
        "service \(draft.name) could get its address of `\(first.name)` or of `\(second.name)`"
          + (rivals.count > 2 ? " or of \(rivals.count - 2) more" : ""),
        at: second.range,
        notes: [
          note(of: rivals[0]),
          Note("service \(draft.name) is here", at: draft.source.metadata.name.range),
        ],
        help: "MetalLB would choose by chance, netc takes the first by name; give the pools "
          + "`serviceAllocation`, or one of them `autoAssign: false`",
        object: "IPAddressPool \(namespace)/\(second.name)")
    }
  }
}
