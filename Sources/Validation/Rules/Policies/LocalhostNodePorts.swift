import Diagnostics
import NetworkModel
import Resources

enum LocalhostNodePorts: ValidationRule {
  static let page = DiagnosticPage(
    528, .warning, "Node ports at 127.0.0.1 open the host's loopback",
    explanation: """
      `proxy.localhostNodePorts: true` makes the kernel route 127.0.0.0/8
      (`net.ipv4.conf.all.route_localnet`), so that neighbours on the link and pods could reach
      programs that listen at 127.0.0.1 because they trust their own host (CVE-2020-8558). The
      rules drop such packets, but only as long as they are there. kube-proxy has this on by
      default; netc has it off, since a program on the host can use the node's own address.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          proxy: {localhostNodePorts: true}
          #                           ^^^^ NC0528
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
          proxy: {localhostNodePorts: false}
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let setting = network.cluster.proxy.servesLocalhostNodePorts
    guard setting.value else { return }
    log.report(
      page, "node ports at 127.0.0.1 let the kernel route the host's loopback", at: setting.range,
      help: "use the node's own address, or allow this code with the reason",
      object: network.cluster.object)
  }
}
