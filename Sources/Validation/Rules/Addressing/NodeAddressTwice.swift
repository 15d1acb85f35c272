import Diagnostics
import NetworkModel
import NetworkTypes

enum NodeAddressTwice: ValidationRule {
  static let page = DiagnosticPage(
    406, .error, "Two nodes have the same address",
    explanation: """
      Nodes find each other by their addresses, and routes to pods lead through them. Two nodes
      with one address are one node to all the others.
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
            - {name: node-a, addresses: [192.168.56.11]}
            - {name: node-b, addresses: [192.168.56.11]}
            #                            ^^^^^^^^^^^^^ NC0406
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
            - {name: node-b, addresses: [192.168.56.12]}
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let written = network.nodes.flatMap { node in node.addresses.map { (node: node, address: $0) } }
      .sorted { $0.address.range < $1.address.range }
    var claims = FirstClaims<IPAddress, (node: Node, address: Located<IPAddress>)>()
    for claim in written {
      guard let first = claims.claim(claim.address.value, by: claim) else { continue }
      log.report(
        page,
        "\(claim.address.value) of node \(claim.node.name) belongs to node \(first.node.name)"
          + " already", at: claim.address.range,
        notes: [Note("first claimed here", at: first.address.range)],
        help: "write the address that node \(claim.node.name) really has",
        object: claim.node.object)
    }
  }
}
