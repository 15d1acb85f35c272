import Diagnostics
import NetworkModel
import NetworkTypes

enum PodAddressOutsideBlock: ValidationRule {
  static let page = DiagnosticPage(
    410, .error, "A pod's address is not in its node's block",
    explanation: """
      Other nodes find a pod by the block of its node. An address outside it leads to another node
      or to none. Pods with the host's network are no concern here: they have the node's address.

      Some live networks hand out addresses without regard to the nodes' `podCIDRs`. Write blocks
      that fit into the Cluster document, or remove `status.podIP` so that netc chooses.
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
            - {name: node-b, addresses: [192.168.56.12], podCIDRs: [10.244.2.0/24]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          nodeName: node-a
          containers: [{name: web, image: nginx}]
        status: {podIP: 10.244.2.9, podIPs: [{ip: 10.244.2.9}]}
        #                                         ^^^^^^^^^^ NC0410
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          nodes:
            - {name: node-a, addresses: [192.168.56.11], podCIDRs: [10.244.1.0/24]}
            - {name: node-b, addresses: [192.168.56.12], podCIDRs: [10.244.2.0/24]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          nodeName: node-b
          containers: [{name: web, image: nginx}]
        status: {podIP: 10.244.2.9, podIPs: [{ip: 10.244.2.9}]}
        """))

  private struct Stray {
    let pod: Pod
    let address: IPAddress
    let range: SourceRange
  }

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let owners = PrefixTable(
      network.nodes.flatMap { node in node.podBlocks.map { (prefix: $0.prefix, value: node.name) } }
    )
    for node in network.nodes {
      for block in node.podBlocks {
        let strays = strays(of: node, from: block, in: network)
        // Blocks that netc chose cannot fit a live network: one cause, one report.
        for (position, stray) in strays.enumerated() where block.range != nil || position == 0 {
          let count = block.range == nil ? strays.count - 1 : 0
          report(stray, node, block, others: count, owners: owners, log: &log)
        }
      }
    }
  }

  private static func strays(
    of node: Node, from block: PodBlock, in network: Network
  ) -> [Stray] {
    node.pods.map { network.pods[$0] }
      .filter { $0.isPlaced && !$0.usesHostNetwork }
      .compactMap { pod in
        pod.addresses.first {
          $0.address.family == block.prefix.family && !block.prefix.contains($0.address)
        }.flatMap { address in
          address.range.map { Stray(pod: pod, address: address.address, range: $0) }
        }
      }
      .sorted { $0.range < $1.range }
  }

  private static func report(
    _ stray: Stray, _ node: Node, _ block: PodBlock, others: Int, owners: PrefixTable<String>,
    log: inout DiagnosticLog
  ) {
    let owner = owners.longestMatch(for: stray.address)
    let addition = owner.map { "; it is in \($0.prefix) of node \($0.value)" } ?? ""
    let chosen = block.range == nil ? ", the block netc chose for node" : " of node"
    log.report(
      page,
      "\(stray.address) of pod \(stray.pod.name) is not in \(block.prefix)\(chosen)"
        + " \(node.name)\(addition)\(andMore(others, "pod"))",
      at: stray.range,
      notes: [Note("node \(node.name) is declared here", at: block.range ?? node.range)],
      help: block.range == nil
        ? "write podCIDRs of the node so that they hold the addresses of its pods"
        : "correct the address or the node, or remove the address: netc then chooses",
      object: stray.pod.owner)
  }
}
