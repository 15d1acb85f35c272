import Diagnostics
import NetworkTypes
import Resources

extension NetworkLowering {
  /// Gives every Service that needs one an address per family: written, then locked, then the
  /// lowest free. The addresses of the DNS Service are kept free for it.
  static func assignClusterIPs(
    _ services: inout [ServiceDraft], cluster: Cluster, lock: AddressLock,
    log: inout DiagnosticLog
  ) {
    for draft in services { reportMissingFamilies(draft, log: &log) }
    for range in cluster.serviceRanges {
      var pool = AddressAllocator(range.value)
      for address in cluster.dnsServiceAddresses { pool.claim(address.value) }
      let written = claimWritten(&services, range.value.family, &pool)
      let open = claimLocked(
        &services, cluster: cluster, &pool, written: written, lock: lock, log: &log)
      let failed = open.filter { position in
        guard let address = pool.next() else { return true }
        services[position].clusterIPs.append(ClusterIP(address: address, range: nil))
        return false
      }
      reportUsedUp(range, failed.map { services[$0] }, log: &log)
    }
    for position in services.indices {
      let order = services[position].families
      services[position].clusterIPs.sort {
        order.firstIndex(of: $0.address.family) ?? 0 < order.firstIndex(of: $1.address.family) ?? 0
      }
    }
  }

  /// Takes the written addresses of a family out of the pool; who wrote each.
  private static func claimWritten(
    _ services: inout [ServiceDraft], _ family: IPFamily, _ pool: inout AddressAllocator
  ) -> [IPAddress: Int] {
    var owners: [IPAddress: Int] = [:]
    for position in services.indices where services[position].hasClusterIPs {
      guard
        let address = services[position].source.clusterIPs.first(where: {
          $0.value.family == family
        })
      else { continue }
      pool.claim(address.value)
      if owners[address.value] == nil { owners[address.value] = position }
      services[position].clusterIPs.append(
        ClusterIP(address: address.value, range: address.range))
    }
    return owners
  }

  /// Takes the locked addresses of the pool's family; the Services that still lack one.
  private static func claimLocked(
    _ services: inout [ServiceDraft], cluster: Cluster, _ pool: inout AddressAllocator,
    written: [IPAddress: Int], lock: AddressLock, log: inout DiagnosticLog
  ) -> [Int] {
    let family = pool.prefix.family
    var conflicts = LockConflicts<IPAddress>()
    let open = services.indices.filter { position in
      let draft = services[position]
      guard draft.hasClusterIPs, draft.families.contains(family),
        !draft.clusterIPs.contains(where: { $0.address.family == family })
      else { return false }
      let reserved = cluster.dnsServiceAddresses.first { $0.value.family == family }?.value
      if draft.name == .clusterDNS, let reserved {
        services[position].clusterIPs.append(ClusterIP(address: reserved, range: nil))
        return false
      }
      guard
        let address = lock.services[draft.name]?.clusterIPs.first(where: { $0.family == family }),
        address != reserved
      else { return true }
      if let claimant = written[address] {
        reportClaimed(address, of: draft, by: services[claimant], log: &log)
      }
      guard pool.reclaim(address) else {
        conflicts.add(address, of: .init(draft))
        return true
      }
      services[position].clusterIPs.append(ClusterIP(address: address, range: nil))
      return false
    }
    conflicts.report(owners: { chosenOwners(services) }, log: &log)
    return open
  }

  /// Who has which address that is not written.
  private static func chosenOwners(
    _ services: [ServiceDraft]
  ) -> [IPAddress: LockConflicts<IPAddress>.Holder] {
    var owners: [IPAddress: LockConflicts<IPAddress>.Holder] = [:]
    for draft in services {
      for ip in draft.clusterIPs where ip.range == nil { owners[ip.address] = .init(draft) }
    }
    return owners
  }

  private static func reportMissingFamilies(_ draft: ServiceDraft, log: inout DiagnosticLog) {
    guard let family = draft.missingFamilies.first else { return }
    log.report(
      .missingFamily,
      "service \(draft.name) wants \(family.name), but the cluster has no \(family.name) service range",
      at: draft.source.ipFamilies.first { $0.value == family }?.range
        ?? draft.source.ipFamilyPolicy?.range ?? draft.source.metadata.name.range,
      help: "add a \(family.name) range to serviceCIDRs of the Cluster, or change the Service",
      object: draft.object)
  }

  private static func reportClaimed(
    _ address: IPAddress, of draft: ServiceDraft, by claimant: ServiceDraft,
    log: inout DiagnosticLog
  ) {
    let place = claimant.source.clusterIPs.first { $0.value == address }
    log.report(
      .lockedAddressClaimed, "\(address) was service \(draft.name)'s in netc.lock, which moves",
      at: place?.range ?? claimant.source.metadata.name.range,
      notes: [Note("service \(draft.name) is declared here", at: draft.source.metadata.name.range)],
      help: "choose another address to keep \(draft.name) where it is",
      object: claimant.object)
  }

  /// How many of the Services without an address are shown.
  private static let noteLimit = 5

  private static func reportUsedUp(
    _ range: Located<IPPrefix>, _ failed: [ServiceDraft], log: inout DiagnosticLog
  ) {
    guard let first = failed.first else { return }
    let others = failed.count - 1
    log.report(
      .serviceRangeUsedUp,
      "\(range.value) has no address left for service \(first.name)"
        + (others == 0 ? "" : " and \(others) more"), at: range.range,
      notes: failed.prefix(noteLimit).map {
        Note("service \($0.name) needs one", at: $0.source.metadata.name.range)
      },
      help: "make the service range larger", object: first.object)
  }
}
