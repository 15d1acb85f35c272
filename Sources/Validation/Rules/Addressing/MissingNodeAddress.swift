import Diagnostics
import NetworkModel
import NetworkTypes

enum MissingNodeAddress: ValidationRule {
  static let page = DiagnosticPage(
    408, .error, "A node lacks an address of a family that pods have",
    explanation: """
      With `crossNode: host-gateway` the other nodes send packets for a node's pods to that node's
      own address of the same family. Without one, its pods cannot be reached from other nodes in
      this family. Add the address, or set `crossNode: none` where nodes need not reach each other.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16, "fd00:10:244::/56"]
          serviceCIDRs: [10.96.0.0/16, "fd00:10:96::/112"]
          nodes:
            - {name: node-a, addresses: [192.168.56.11, "fd00:56::11"]}
            - {name: node-b, addresses: [192.168.56.12]}
            #        ^^^^^^ NC0408
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16, "fd00:10:244::/56"]
          serviceCIDRs: [10.96.0.0/16, "fd00:10:96::/112"]
          nodes:
            - {name: node-a, addresses: [192.168.56.11, "fd00:56::11"]}
            - {name: node-b, addresses: [192.168.56.12, "fd00:56::12"]}
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    guard network.cluster.crossNode == .hostGateway, network.nodes.count > 1 else { return }
    for node in network.nodes {
      let missing = network.cluster.families.filter { node.address($0) == nil }
      guard !missing.isEmpty else { continue }
      let names = missing.map(\.name).joined(separator: " and no ")
      log.report(
        page, "node \(node.name) has no \(names) address, so other nodes cannot reach its pods",
        at: node.range,
        notes: network.cluster.podRanges.filter { missing.contains($0.family) }
          .map { Note("pods have \($0.family.name) addresses of this range", at: $0.range) },
        help: "add the address to the node, or set podNetwork.crossNode to none",
        object: node.object)
    }
  }
}
