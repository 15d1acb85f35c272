import Diagnostics
import NetworkTypes
import Resources

extension NetworkLowering {
  /// Gives every placed pod one address per family of its node's blocks: written, then locked,
  /// then the lowest free. Host-network pods have the node's.
  static func assignAddresses(
    _ pods: inout [PodDraft], nodes: [NodeDraft], families: [IPFamily], lock: AddressLock,
    log: inout DiagnosticLog
  ) {
    var podsByNode: [[Int]] = Array(repeating: [], count: nodes.count)
    for (position, pod) in pods.enumerated() where !pod.isFinished {
      if let node = pod.node { podsByNode[node.position].append(position) }
    }
    let written = writtenOwners(pods)
    for (node, positions) in zip(nodes, podsByNode) {
      for position in positions where pods[position].template.usesHostNetwork {
        pods[position].addresses = hostAddresses(node, families: families)
      }
      let sandboxed = positions.filter { !pods[$0].template.usesHostNetwork }
      for family in families {
        assign(&pods, sandboxed, node, family, written: written, lock: lock, log: &log)
      }
    }
  }

  /// Who wrote which address, over all nodes: a locked one must not be among them.
  private static func writtenOwners(_ pods: [PodDraft]) -> [IPAddress: Int] {
    var owners: [IPAddress: Int] = [:]
    for (position, pod) in pods.enumerated() where !pod.isFinished {
      for address in pod.writtenAddresses where owners[address.value] == nil {
        owners[address.value] = position
      }
    }
    return owners
  }

  private static func hostAddresses(_ node: NodeDraft, families: [IPFamily]) -> [PodAddress] {
    families.compactMap { family in
      node.source.addresses.first { $0.value.family == family }
        .map { PodAddress(address: $0.value, range: nil) }
    }
  }

  private static func assign(
    _ pods: inout [PodDraft], _ positions: [Int], _ node: NodeDraft, _ family: IPFamily,
    written: [IPAddress: Int], lock: AddressLock, log: inout DiagnosticLog
  ) {
    let block = node.blocks.first { $0.prefix.family == family }
    var allocator = block.map { AddressAllocator($0.prefix, reserved: 1) }
    var open: [Int] = []
    for position in positions {
      if let address = pods[position].writtenAddresses.first(where: { $0.value.family == family }) {
        allocator?.claim(address.value)
        pods[position].addresses.append(PodAddress(address: address.value, range: address.range))
      } else {
        open.append(position)
      }
    }
    var conflicts = LockConflicts<IPAddress>()
    open = open.filter { position in
      let pod = pods[position]
      guard let entry = lock.pods[pod.name], entry.node == node.name,
        let address = entry.addresses.first(where: { $0.family == family })
      else { return true }
      if let claimant = written[address] {
        reportClaimed(address, of: pod, by: pods[claimant], log: &log)
      }
      guard allocator?.reclaim(address) ?? false else {
        conflicts.add(address, of: .init(pod))
        return true
      }
      pods[position].addresses.append(PodAddress(address: address, range: nil))
      return false
    }
    conflicts.report(owners: { chosenOwners(positions.map { pods[$0] }) }, log: &log)
    let failed = open.filter { position in
      guard let address = allocator?.next() else { return true }
      pods[position].addresses.append(PodAddress(address: address, range: nil))
      return false
    }
    if let block, let first = failed.first {
      reportFull(block, node, pods[first], missing: failed.count, log: &log)
    }
  }

  /// Who has which address that is not written.
  private static func chosenOwners(
    _ pods: [PodDraft]
  ) -> [IPAddress: LockConflicts<IPAddress>.Holder] {
    var owners: [IPAddress: LockConflicts<IPAddress>.Holder] = [:]
    for pod in pods {
      for address in pod.addresses where address.range == nil {
        owners[address.address] = .init(pod)
      }
    }
    return owners
  }

  private static func reportClaimed(
    _ address: IPAddress, of pod: PodDraft, by claimant: PodDraft, log: inout DiagnosticLog
  ) {
    let place = claimant.writtenAddresses.first { $0.value == address }
    log.report(
      .lockedAddressClaimed, "\(address) was pod \(pod.name)'s in netc.lock, which moves",
      at: place?.range ?? claimant.range,
      notes: [Note("pod \(pod.name) comes from here", at: pod.range)],
      help: "choose another address to keep \(pod.name) where it is",
      object: claimant.owner)
  }

  private static func reportFull(
    _ block: PodBlock, _ node: NodeDraft, _ pod: PodDraft, missing: Int, log: inout DiagnosticLog
  ) {
    log.report(
      .nodeBlockFull,
      "\(block.prefix) of node \(node.name) has no address left for \(missing)"
        + (missing == 1 ? " pod" : " pods"),
      at: block.range ?? node.source.metadata.name.range,
      notes: [Note("pod \(pod.name) is the first without an address", at: pod.range)],
      help: "give the node a larger block, or place pods elsewhere", object: "Node \(node.name)")
  }
}
