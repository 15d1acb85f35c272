import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum KeepalivedWithoutInterface: ValidationRule {
  static let page = DiagnosticPage(
    673, .error, "keepalived needs to know a node's interface",
    explanation: """
      With `announce: keepalived`, an address moves from node to node by itself, and the file of
      each node that may come to have it says on which interface. The L2Advertisement names none,
      and the node does not say which one is its uplink. (`announce: script` finds that on the
      host.) Write the node's `interface`.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          loadBalancing: {announce: keepalived}
          nodes:
            - name: node-a
              #     ^^^^^^ NC0673
              addresses: [192.0.2.11]

        """ + rest,
      good: AnnouncingExample.text(
        settings: "  loadBalancing: {announce: keepalived}\n", advertisement: "")))

  private static let rest = String(
    AnnouncingExample.text(node: "", advertisement: "").drop { $0 != "-" }.drop { $0 != "\n" }
      .drop { $0 != "-" })

  static func check(_ network: Network, log: inout DiagnosticLog) {
    guard network.cluster.announcing.takeover.value == .keepalived else { return }
    var told = Set<Index<Node>>()
    for elected in network.electedAddresses {
      for candidate in elected.candidates
      where elected.interfaces(of: candidate, in: network) == nil
        && told.insert(candidate.node).inserted
      {
        let node = network.nodes[candidate.node]
        log.report(
          page,
          "node \(node.name) may have to answer for \(elected.address), but its interface is not"
            + " known", at: node.range,
          notes: [
            Note("keepalived is chosen here", at: network.cluster.announcing.takeover.range)
          ], help: "write its `interface` in the Cluster document", object: node.object)
      }
    }
  }
}
