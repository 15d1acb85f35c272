import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum MissingIngressNode: ValidationRule {
  static let page = DiagnosticPage(
    703, .error, "Ingress is to be served on a node that does not exist",
    explanation: """
      `ingress.nodes` of the Cluster names the nodes that run nginx and serve Ingress objects.
      This name is no node's.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          ingress: {nodes: [node-aa]}
          #                 ^^^^^^^ NC0703
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          ingress: {nodes: [node-a]}
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let names = Set(network.nodes.map(\.name))
    for node in network.http.settings.nodeNames where !names.contains(node.value) {
      let name = ObjectName(clusterScoped: DNSSubdomain(checked: node.value))
      guard !network.broken.contains(.node, name) else { continue }
      let near = Spelling.nearest(node.value, among: network.nodes.lazy.map(\.name))
      log.report(
        page, "there is no node \(node.value)", at: node.range,
        help: near.map { "did you mean \($0)?" } ?? "write the name of a node",
        fixes: near.map { [Fix(replace: node.range, with: $0)] } ?? [],
        object: network.cluster.object)
    }
  }
}
