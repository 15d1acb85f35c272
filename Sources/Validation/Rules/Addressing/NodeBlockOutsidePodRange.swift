import Diagnostics
import NetworkModel
import NetworkTypes

enum NodeBlockOutsidePodRange: ValidationRule {
  static let page = DiagnosticPage(
    403, .error, "A node's block is no part of the pod range",
    explanation: """
      `podCIDRs` of the Cluster is where pods are: forwarding, masquerading and policies tell pods
      from the rest of the world by it. A node's block must be part of the range of its family.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          nodes:
            - {name: node-a, addresses: [192.168.56.11], podCIDRs: [10.245.1.0/24]}
            #                                                       ^^^^^^^^^^^^^ NC0403
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/15]
          serviceCIDRs: [10.96.0.0/16]
          nodes:
            - {name: node-a, addresses: [192.168.56.11], podCIDRs: [10.245.1.0/24]}
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for node in network.nodes {
      for block in node.podBlocks {
        guard let place = block.range, let range = network.cluster.podRange(block.prefix.family),
          !range.prefix.contains(block.prefix)
        else { continue }
        report(block.prefix, of: node, at: place, range: range, in: network, log: &log)
      }
      for block in node.unusedBlocks {
        log.report(
          page,
          "\(block.value) of node \(node.name) is \(block.family.name), of which podCIDRs has no"
            + " range", at: block.range, notes: network.cluster.ranges.prefix(1).map(\.note),
          help: "add an \(block.family.name) range to podCIDRs of the Cluster, or remove the block",
          object: node.object)
      }
    }
  }

  private static func report(
    _ block: IPPrefix, of node: Node, at place: SourceRange, range: ClusterRange,
    in network: Network, log: inout DiagnosticLog
  ) {
    let service = network.cluster.serviceRange(block.family)
    let isInServices = service.map { $0.prefix.overlaps(block) } ?? false
    let addition = isInServices ? ", and overlaps serviceCIDRs" : ""
    log.report(
      page, "\(block) of node \(node.name) is not in \(range.text)\(addition)", at: place,
      notes: [range.note],
      help: block.contains(range.prefix)
        ? "the block is larger than the whole range; give the node a part of it"
        : "choose a part of \(range.prefix), or leave the block out: netc then chooses",
      object: node.object)
  }
}
