import Diagnostics
import NetworkModel
import NetworkTypes

enum NodeAddressInClusterRange: ValidationRule {
  static let page = DiagnosticPage(
    404, .error, "A node's address lies in a range of the cluster",
    explanation: """
      The pod and service ranges are netc's to route. If a node has an address there, packets to
      the node are sent to the bridge of the pods or swallowed by the rules of the Services: the
      node cannot be reached any more. Move the range, or the node.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [192.168.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
            #                            ^^^^^^^^^^^^^ NC0404
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for node in network.nodes {
      for address in node.addresses {
        guard let range = network.cluster.range(holding: address.value) else { continue }
        log.report(
          page, "\(address.value), an address of node \(node.name), lies in \(range.text)",
          at: address.range, notes: [range.note],
          help: "choose a range that the nodes' own network is no part of", object: node.object)
      }
    }
  }
}
