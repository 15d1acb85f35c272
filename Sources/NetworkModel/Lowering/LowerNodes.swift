import Diagnostics
import NetworkTypes
import Resources

/// A node while pods are still being placed on it.
struct NodeDraft {
  let source: NodeResource
  let name: String
  let labels: [Label]
  var blocks: [PodBlock]
}

extension NetworkLowering {
  /// Nodes of the Cluster document and Node objects, sorted by name, with their pod blocks.
  static func lowerNodes(
    _ resources: ResourceSet, cluster: ClusterResource, lock: AddressLock,
    log: inout DiagnosticLog
  ) -> [NodeDraft] {
    let all = (cluster.nodes + resources.nodes).sorted {
      ($0.metadata.name.value, $0.metadata.name.range)
        < ($1.metadata.name.value, $1.metadata.name.range)
    }
    var drafts: [NodeDraft] = []
    for source in all {
      let name = source.metadata.name
      if let previous = drafts.last, previous.name == name.value {
        log.report(
          .nodeDeclaredTwice, "node \(name.value) is declared twice", at: name.range,
          notes: [Note("first declared here", at: previous.source.metadata.name.range)],
          help: "keep either the entry in spec.nodes or the Node object",
          object: "Node \(name.value)"
        )
      } else {
        drafts.append(
          NodeDraft(source: source, name: name.value, labels: nodeLabels(source), blocks: []))
      }
    }
    assignBlocks(&drafts, cluster: cluster, lock: lock, log: &log)
    return drafts
  }

  /// The labels kubelet sets on every node (well-known labels), unless they are written.
  private static func nodeLabels(_ source: NodeResource) -> [Label] {
    let standard = [
      ("beta.kubernetes.io/os", "linux"), ("kubernetes.io/hostname", source.metadata.name.value),
      ("kubernetes.io/os", "linux"),
    ]
    let missing = standard.filter { key, _ in
      !source.metadata.labels.contains { $0.key == key }
    }
    let added = missing.map { Label(key: $0.0, value: $0.1, range: .placeholder) }
    return (source.metadata.labels + added).sorted { $0.key < $1.key }
  }

  private static func assignBlocks(
    _ drafts: inout [NodeDraft], cluster: ClusterResource, lock: AddressLock,
    log: inout DiagnosticLog
  ) {
    for (position, range) in cluster.podCIDRs.enumerated() {
      let family = range.value.family
      let length =
        position < cluster.nodeCIDRMaskSizes.count
        ? cluster.nodeCIDRMaskSizes[position].value : (family == .ipv4 ? 24 : 64)
      assignBlocks(&drafts, of: range, length: length, lock: lock, log: &log)
    }
  }

  /// Blocks of one family: written, then locked, then the lowest free.
  private static func assignBlocks(
    _ drafts: inout [NodeDraft], of range: Located<IPPrefix>, length: Int, lock: AddressLock,
    log: inout DiagnosticLog
  ) {
    let family = range.value.family
    let written = drafts.map { draft in
      draft.source.podCIDRs.first { $0.value.family == family }
    }
    var taken = written.compactMap { $0?.value }
    var kept: [IPPrefix?] = []
    for (draft, block) in zip(drafts, written) {
      let locked = lock.nodes[draft.name]?.podCIDRs.first { $0.family == family }
      let isUsable =
        block == nil && locked.map { range.value.contains($0) && $0.length == length } ?? false
      kept.append(isUsable ? locked : nil)
      if isUsable, let locked { taken.append(locked) }
    }
    var free = BlockAllocator(range.value, length: length, taken: taken)
    for position in drafts.indices {
      if let block = written[position] {
        drafts[position].blocks.append(PodBlock(prefix: block.value, range: block.range))
      } else if let prefix = kept[position] ?? free.next() {
        drafts[position].blocks.append(PodBlock(prefix: prefix, range: nil))
      } else {
        reportNoBlock(drafts[position], range: range, length: length, log: &log)
      }
    }
  }

  private static func reportNoBlock(
    _ draft: NodeDraft, range: Located<IPPrefix>, length: Int, log: inout DiagnosticLog
  ) {
    log.report(
      .podRangeUsedUp,
      "no /\(length) block of \(range.value) is left for node \(draft.name)", at: range.range,
      notes: [Note("this node needs one", at: draft.source.metadata.name.range)],
      help: "make the pod range larger, or nodeCIDRMaskSizes longer", object: "Node \(draft.name)")
  }

  static func finish(
    _ drafts: [NodeDraft], pods: [PodDraft], families: [IPFamily]
  ) -> [Node] {
    var podsByNode: [[Index<Pod>]] = Array(repeating: [], count: drafts.count)
    for (position, pod) in pods.enumerated() {
      if let node = pod.node { podsByNode[node.position].append(Index(position)) }
    }
    return zip(drafts, podsByNode).map { draft, pods in
      Node(
        name: draft.name, range: draft.source.metadata.name.range,
        addresses: draft.source.addresses, podBlocks: draft.blocks,
        unusedBlocks: draft.source.podCIDRs.filter { !families.contains($0.value.family) },
        interface: draft.source.interface?.value, interfaces: interfaces(of: draft.source),
        labels: draft.labels, pods: pods)
    }
  }

  private static func interfaces(of source: NodeResource) -> [NodeInterface]? {
    source.interfaces.map { written in
      written.map {
        NodeInterface(name: $0.name.value, addresses: $0.addresses.map(\.value))
      }
    }
  }
}
