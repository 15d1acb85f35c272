import Diagnostics
import NetworkModel
import NetworkTypes

enum BridgeIsUplink: ValidationRule {
  static let page = DiagnosticPage(
    409, .error, "The bridge of the pods has the name of a node's uplink",
    explanation: """
      `podNetwork.bridge` is an interface that netc makes; a node's `interface` is one that the
      host already has. With the same name, `node.sh up` would take over the uplink and cut the
      host off.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          podNetwork: {bridge: br0}
          nodes:
            - {name: node-a, addresses: [192.168.56.11], interface: br0}
            #        ^^^^^^ NC0409
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          podNetwork: {bridge: cbr0}
          nodes:
            - {name: node-a, addresses: [192.168.56.11], interface: br0}
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let bridge = network.cluster.bridge
    for node in network.nodes where node.interface == bridge {
      log.report(
        page, "interface \(bridge) of node \(node.name) has the name of the pods' bridge",
        at: node.range, help: "choose another name for podNetwork.bridge", object: node.object)
    }
  }
}
