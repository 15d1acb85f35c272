import Diagnostics
import NetworkTypes
import Resources

extension NetworkLowering {
  /// Gives every port that needs one a node port: written, then locked, then the lowest free
  /// number that no pod claims on its host. Two protocols of one Service that share a port number
  /// share the node port, as the API server has it.
  static func assignNodePorts(
    _ services: inout [ServiceDraft], pods: [PodDraft], range: PortRange, lock: AddressLock,
    log: inout DiagnosticLog
  ) {
    var pool = PortAllocator(range)
    let written = claimWritten(&services, &pool)
    let claimants = services
    var conflicts = LockConflicts<Port>()
    for position in services.indices {
      claimLocked(
        &services[position], &pool, written: written, claimants: claimants, lock: lock,
        &conflicts, log: &log)
    }
    conflicts.report("node port ", owners: { chosenOwners(services) }, log: &log)
    for port in hostPorts(pods) { pool.claim(port) }
    for position in services.indices { fill(&services[position], &pool, log: &log) }
  }

  private static func claimWritten(
    _ services: inout [ServiceDraft], _ pool: inout PortAllocator
  ) -> [Port: Int] {
    var owners: [Port: Int] = [:]
    for position in services.indices where services[position].mayHaveNodePorts {
      for (index, port) in services[position].source.ports.enumerated() {
        guard let nodePort = port.nodePort else { continue }
        pool.claim(nodePort.value)
        if owners[nodePort.value] == nil { owners[nodePort.value] = position }
        services[position].nodePorts[index] = NodePort(port: nodePort.value, range: nodePort.range)
      }
    }
    for position in services.indices where services[position].wantsHealthCheckNodePort {
      guard let port = services[position].source.healthCheckNodePort else { continue }
      pool.claim(port.value)
      if owners[port.value] == nil { owners[port.value] = position }
      services[position].healthCheckNodePort = port
    }
    return owners
  }

  private static func claimLocked(
    _ draft: inout ServiceDraft, _ pool: inout PortAllocator, written: [Port: Int],
    claimants: [ServiceDraft], lock: AddressLock, _ conflicts: inout LockConflicts<Port>,
    log: inout DiagnosticLog
  ) {
    guard let entry = lock.services[draft.name] else { return }
    for (index, port) in draft.source.ports.enumerated()
    where draft.wantsNodePorts && draft.nodePorts[index] == nil {
      let key = ServiceDraft.lockKey(port)
      guard let locked = entry.nodePorts.first(where: { $0.key == key })?.port else { continue }
      if let owner = written[locked], claimants[owner].name != draft.name {
        reportClaimed(locked, of: draft, by: claimants[owner], log: &log)
      }
      // Two protocols of one port share a number; the second finds it taken by the first.
      let isShared = sharedNodePort(draft, index) == locked
      guard isShared || pool.reclaim(locked) else {
        conflicts.add(locked, of: .init(draft))
        continue
      }
      draft.nodePorts[index] = NodePort(port: locked, range: nil)
    }
    if draft.wantsHealthCheckNodePort, draft.healthCheckNodePort == nil,
      let locked = entry.healthCheckNodePort, pool.reclaim(locked)
    {
      draft.healthCheckNodePort = Located(locked, .placeholder)
      draft.isHealthCheckNodePortChosen = true
    }
  }

  /// Who has which node port that is not written.
  private static func chosenOwners(
    _ services: [ServiceDraft]
  ) -> [Port: LockConflicts<Port>.Holder] {
    var owners: [Port: LockConflicts<Port>.Holder] = [:]
    for draft in services {
      for case let port? in draft.nodePorts where port.range == nil {
        owners[port.port] = .init(draft)
      }
    }
    return owners
  }

  private static func hostPorts(_ pods: [PodDraft]) -> [Port] {
    pods.flatMap { pod in
      pod.template.containers.flatMap { container in
        container.ports.compactMap { port in
          pod.template.usesHostNetwork ? port.containerPort.value : port.hostPort?.value
        }
      }
    }
  }

  private static func fill(
    _ draft: inout ServiceDraft, _ pool: inout PortAllocator, log: inout DiagnosticLog
  ) {
    for (index, port) in draft.source.ports.enumerated()
    where draft.wantsNodePorts && draft.nodePorts[index] == nil {
      if let shared = sharedNodePort(draft, index) ?? pool.next() {
        draft.nodePorts[index] = NodePort(port: shared, range: nil)
      } else {
        reportUsedUp(pool.range, draft, at: port.range, log: &log)
      }
    }
    guard draft.wantsHealthCheckNodePort, draft.healthCheckNodePort == nil else { return }
    if let port = pool.next() {
      draft.healthCheckNodePort = Located(port, .placeholder)
      draft.isHealthCheckNodePortChosen = true
    } else {
      reportUsedUp(pool.range, draft, at: draft.source.metadata.name.range, log: &log)
    }
  }

  /// The node port of an entry with the same port number and another protocol.
  private static func sharedNodePort(_ draft: ServiceDraft, _ index: Int) -> Port? {
    let wanted = draft.source.ports[index]
    for (other, port) in draft.source.ports.enumerated()
    where port.port == wanted.port && port.transport != wanted.transport {
      if let nodePort = draft.nodePorts[other] { return nodePort.port }
    }
    return nil
  }

  private static func reportClaimed(
    _ port: Port, of draft: ServiceDraft, by claimant: ServiceDraft, log: inout DiagnosticLog
  ) {
    let place = claimant.source.ports.compactMap(\.nodePort).first { $0.value == port }
    log.report(
      .lockedAddressClaimed,
      "node port \(port) was service \(draft.name)'s in netc.lock, which moves",
      at: place?.range ?? claimant.source.metadata.name.range,
      notes: [Note("service \(draft.name) is declared here", at: draft.source.metadata.name.range)],
      help: "choose another port to keep \(draft.name) where it is", object: claimant.object)
  }

  private static func reportUsedUp(
    _ range: PortRange, _ draft: ServiceDraft, at place: SourceRange, log: inout DiagnosticLog
  ) {
    log.report(
      .nodePortRangeUsedUp, "no node port of \(range) is left for service \(draft.name)",
      at: place, help: "widen nodePortRange of the Cluster", object: draft.object)
  }
}
