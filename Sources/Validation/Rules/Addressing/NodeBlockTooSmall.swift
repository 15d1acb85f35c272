import Diagnostics
import NetworkModel
import NetworkTypes

enum NodeBlockTooSmall: ValidationRule {
  static let page = DiagnosticPage(
    407, .error, "A node's block has no room for a pod",
    explanation: """
      The first address of a block is the network's own and the second the gateway's; in IPv4 the
      last one is for broadcast. A block of one or two addresses leaves none for pods: take at
      least a /30 (IPv4) or a /126 (IPv6).
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
            - {name: node-a, addresses: [192.168.56.11], podCIDRs: [10.244.1.0/31]}
            #                                                       ^^^^^^^^^^^^^ NC0407
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          nodes:
            - {name: node-a, addresses: [192.168.56.11], podCIDRs: [10.244.1.0/30]}
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    var reportedRanges = Set<SourceRange>()
    for node in network.nodes {
      for block in node.podBlocks where block.prefix.addressCount <= 2 {
        let family = block.prefix.family
        // A pod that got no address has been reported with the block.
        if hasPodWithoutAddress(node, family, in: network) { continue }
        guard let range = network.cluster.podRange(family) else { continue }
        let place = block.range ?? range.range
        guard reportedRanges.insert(place).inserted else { continue }
        log.report(
          page, "\(block.prefix) of node \(node.name) has no address left for a pod", at: place,
          help: block.range == nil
            ? "choose shorter masks in nodeCIDRMaskSizes, or write the node's block"
            : "take at least a /\(family.addressBits - 2)", object: node.object)
      }
    }
  }

  private static func hasPodWithoutAddress(
    _ node: Node, _ family: IPFamily, in network: Network
  ) -> Bool {
    node.pods.contains { index in
      let pod = network.pods[index]
      return pod.isPlaced && !pod.usesHostNetwork && pod.address(family) == nil
    }
  }
}
