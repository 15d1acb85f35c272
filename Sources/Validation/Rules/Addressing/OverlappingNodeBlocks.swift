import Diagnostics
import NetworkModel
import NetworkTypes

enum OverlappingNodeBlocks: ValidationRule {
  static let page = DiagnosticPage(
    402, .error, "The pod blocks of two nodes overlap",
    explanation: """
      Every node owns a block of the pod range, and every other node has a route to that block. A
      packet to an address in two blocks has two correct routes, so it reaches one of the two nodes
      by accident. Give every node a block of its own, or none: netc then chooses.
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
            - {name: node-a, addresses: [192.168.56.11], podCIDRs: [10.244.1.0/24]}
            - {name: node-b, addresses: [192.168.56.12], podCIDRs: [10.244.1.128/25]}
            #                                                       ^^^^^^^^^^^^^^^ NC0402
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          nodes:
            - {name: node-a, addresses: [192.168.56.11], podCIDRs: [10.244.1.0/25]}
            - {name: node-b, addresses: [192.168.56.12], podCIDRs: [10.244.1.128/25]}
        """))

  private struct Claim {
    let node: Node
    let block: PodBlock

    var range: SourceRange { block.range ?? node.range }
  }

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let claims = network.nodes.flatMap { node in
      node.podBlocks.map { Claim(node: node, block: $0) }
    }.sorted { $0.range < $1.range }
    let intervals = claims.enumerated().map {
      AddressInterval($0.element.block.prefix, tag: $0.offset)
    }
    for overlap in AddressOverlaps.find(among: intervals) {
      report(claims[overlap.tag], claims[overlap.owner], shape: overlap.shape, log: &log)
    }
  }

  /// Points at a written block: one that netc chose (and the lock keeps) is not the user's to
  /// mend.
  private static func report(
    _ inner: Claim, _ owner: Claim, shape: AddressOverlap.Shape, log: inout DiagnosticLog
  ) {
    let isInnerWritten = inner.block.range != nil || owner.block.range == nil
    let (at, other) = isInnerWritten ? (inner, owner) : (owner, inner)
    let relation =
      shape == .equal ? "is the same as" : isInnerWritten ? "lies in" : "holds"
    let origin = other.block.range == nil ? " (kept by netc.lock)" : ""
    log.report(
      page,
      "block \(at.block.prefix) of node \(at.node.name) \(relation) \(other.block.prefix)"
        + " of node \(other.node.name)\(origin)",
      at: at.range, notes: [Note("node \(other.node.name) claims it here", at: other.range)],
      help: "give every node a block of its own", object: at.node.object)
  }
}
