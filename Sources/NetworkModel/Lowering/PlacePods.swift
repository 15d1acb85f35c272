import Diagnostics
import NetworkTypes
import Resources

extension NetworkLowering {
  /// Gives every pod its node: written, then locked, then the node that has the fewest pods of
  /// the same owner, then the fewest pods, then the lowest name.
  static func placePods(
    _ pods: inout [PodDraft], on nodes: [NodeDraft], resources: ResourceSet, lock: AddressLock,
    log: inout DiagnosticLog
  ) {
    let brokenNodes = Set(resources.broken.filter { $0.kind == .node }.map(\.name.name))
    let byName = Dictionary(
      nodes.enumerated().map { ($0.element.name, Index<Node>($0.offset)) },
      uniquingKeysWith: { first, _ in first })
    var load = NodeLoad(nodes: nodes)
    var open: [Int] = []
    for position in pods.indices {
      if let bound = pods[position].boundNode {
        pods[position].node = bound
      } else if let written = pods[position].template.nodeName {
        pods[position].node = byName[written.value]
        if pods[position].node == nil, !brokenNodes.contains(written.value) {
          reportUnknownNode(written, pods[position], nodes: nodes, log: &log)
        }
      } else {
        pods[position].isNodeChosen = true
        pods[position].node = lockedNode(pods[position], nodes: nodes, byName: byName, lock: lock)
        if pods[position].node == nil { open.append(position) }
      }
      if let node = pods[position].node { load.add(pods[position], to: node) }
    }
    var unplaced = UnplacedPods()
    for position in open where !pods[position].isFinished {
      pods[position].node = load.place(pods[position], on: nodes)
      if pods[position].node == nil { unplaced.add(pods[position]) }
    }
    unplaced.report(on: nodes, log: &log)
  }

  private static func lockedNode(
    _ pod: PodDraft, nodes: [NodeDraft], byName: [String: Index<Node>], lock: AddressLock
  ) -> Index<Node>? {
    guard let name = lock.pods[pod.name]?.node, let node = byName[name],
      admits(nodes[node.position], pod.template, asDaemon: false)
    else { return nil }
    return node
  }

  /// Whether the scheduler may put a pod there: selector, required affinity, taints.
  static func admits(_ node: NodeDraft, _ template: PodTemplate, asDaemon: Bool) -> Bool {
    refusal(of: node, template, asDaemon: asDaemon) == nil
  }

  /// Why the scheduler may not put a pod there; nil where it may.
  static func refusal(
    of node: NodeDraft, _ template: PodTemplate, asDaemon: Bool
  ) -> NodeRefusal? {
    guard SelectorMatching.holds(template.nodeSelector, node.labels) else { return .labels }
    let terms = template.nodeAffinityTerms
    let affinityHolds =
      terms.isEmpty
      || terms.contains { term in term.allSatisfy { SelectorMatching.holds($0, node.labels) } }
    guard affinityHolds else { return .labels }
    guard asDaemon || !node.source.isUnschedulable else { return .cordoned }
    let isTolerated = node.source.taints.allSatisfy { taint in
      taint.effect == .preferNoSchedule || isDaemonTolerated(taint, asDaemon)
        || template.tolerations.contains { tolerates($0, taint) }
    }
    return isTolerated ? nil : .tainted
  }

  /// Taints that the DaemonSet controller tolerates for its pods (pkg/controller/daemon/util).
  private static func isDaemonTolerated(_ taint: Taint, _ asDaemon: Bool) -> Bool {
    asDaemon
      && [
        "node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable",
        "node.kubernetes.io/disk-pressure", "node.kubernetes.io/memory-pressure",
        "node.kubernetes.io/pid-pressure", "node.kubernetes.io/unschedulable",
        "node.kubernetes.io/network-unavailable",
      ].contains(taint.key)
  }

  private static func tolerates(_ toleration: Toleration, _ taint: Taint) -> Bool {
    if let effect = toleration.effect, effect != taint.effect { return false }
    if toleration.key.isEmpty { return toleration.matchesAnyValue }
    return toleration.key == taint.key
      && (toleration.matchesAnyValue || toleration.value == taint.value)
  }

  private static func reportUnknownNode(
    _ written: Located<String>, _ pod: PodDraft, nodes: [NodeDraft], log: inout DiagnosticLog
  ) {
    let near = Spelling.nearest(written.value, among: nodes.map(\.name))
    log.report(
      .unknownNode, "there is no node \(written.value)", at: written.range,
      help: near.map { "did you mean \($0)?" } ?? "the nodes are those of the Cluster document",
      fixes: near.map { [Fix(replace: written.range, with: $0)] } ?? [], object: pod.owner)
  }
}

/// How many pods each node has, in all and per workload, and which of its ports they claim.
private struct NodeLoad {
  private struct Key: Hashable {
    let workload: Index<Workload>
    let node: Int
  }
  private struct HostPort: Hashable {
    let node: Int
    let port: Port
    let transport: TransportProtocol
  }
  /// The nodes that take the pods of one workload, and how many of them each has already.
  private struct Candidates {
    let workload: Index<Workload>?
    let nodes: [Int]
    var own: [Int]
  }
  private var total: [Int]
  private var byWorkload: [Key: Int] = [:]
  /// Of the pod that was placed last: pods are sorted by name, so most come right behind others of
  /// their workload, and a thousand nodes are looked through only once for all of them.
  private var candidates: Candidates?
  /// The addresses each host port is claimed on; nil stands for all of the node's.
  private var hostPorts: [HostPort: [IPAddress?]] = [:]

  init(nodes: [NodeDraft]) { total = Array(repeating: 0, count: nodes.count) }

  mutating func add(_ pod: PodDraft, to node: Index<Node>) {
    total[node.position] += 1
    if let workload = pod.workload {
      byWorkload[Key(workload: workload, node: node.position), default: 0] += 1
    }
    for (key, address) in Self.hostPorts(of: pod, on: node.position) {
      hostPorts[key, default: []].append(address)
    }
  }

  /// Chooses the node of a pod and adds it there; nil where no node takes it.
  mutating func place(_ pod: PodDraft, on nodes: [NodeDraft]) -> Index<Node>? {
    var candidates = takeCandidates(for: pod, among: nodes)
    defer { self.candidates = candidates }
    let hasHostPorts = !Self.hostPorts(of: pod, on: 0).isEmpty
    var best: Int?
    for (index, node) in candidates.nodes.enumerated() {
      if let best {
        let least = (candidates.own[best], total[candidates.nodes[best]])
        guard (candidates.own[index], total[node]) < least else { continue }
      }
      if !hasHostPorts || hasFreePorts(for: pod, on: node) { best = index }
    }
    guard let best else { return nil }
    candidates.own[best] += 1
    let node = Index<Node>(candidates.nodes[best])
    add(pod, to: node)
    return node
  }

  private mutating func takeCandidates(
    for pod: PodDraft, among nodes: [NodeDraft]
  ) -> Candidates {
    if let workload = pod.workload, let known = candidates, known.workload == workload {
      candidates = nil
      return known
    }
    let admitted = nodes.indices.filter {
      NetworkLowering.admits(nodes[$0], pod.template, asDaemon: false)
    }
    return Candidates(
      workload: pod.workload, nodes: admitted,
      own: admitted.map { node in
        pod.workload.flatMap { byWorkload[Key(workload: $0, node: node)] } ?? 0
      })
  }

  /// The scheduler's NodePorts plugin: a port claimed on one address clashes with the same
  /// address and with "all addresses".
  private func hasFreePorts(for pod: PodDraft, on node: Int) -> Bool {
    Self.hostPorts(of: pod, on: node).allSatisfy { key, address in
      (hostPorts[key] ?? []).allSatisfy { $0 != nil && address != nil && $0 != address }
    }
  }

  private static func hostPorts(of pod: PodDraft, on node: Int) -> [(HostPort, IPAddress?)] {
    pod.template.containers.flatMap { container in
      container.ports.compactMap { port -> (HostPort, IPAddress?)? in
        let number = pod.template.usesHostNetwork ? port.containerPort : port.hostPort
        guard let number else { return nil }
        let address = port.hostIP.flatMap { $0.value.isUnspecified ? nil : $0.value }
        return (HostPort(node: node, port: number.value, transport: port.transport), address)
      }
    }
  }
}
