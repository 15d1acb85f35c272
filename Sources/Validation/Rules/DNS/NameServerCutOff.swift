import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum NameServerCutOff: ValidationRule {
  static let page = DiagnosticPage(
    605, .warning, "A pod has more name servers than resolvers ask",
    explanation: """
      A resolv.conf has room for three name servers. kubelet puts the cluster's DNS first, then
      those of `dnsConfig`, and cuts off the rest: this one is never asked. With `dnsPolicy: None`
      the pod asks its own servers alone.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          dns: {serviceIPs: [10.96.0.10]}
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          dnsConfig: {nameservers: [192.0.2.1, 192.0.2.2, 192.0.2.3]}
          #                                               ^^^^^^^^^ NC0605
          containers: [{name: web, image: nginx}]
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          dns: {serviceIPs: [10.96.0.10]}
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          dnsConfig: {nameservers: [192.0.2.1, 192.0.2.2]}
          containers: [{name: web, image: nginx}]
        """), isAllowable: true)

  /// `MaxDNSNameservers` (pkg/apis/core/validation), and resolv.conf(5).
  private static let limit = 3

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let base = network.clusterDNSAddresses
    for pod in network.podsOfTheirOwnNetwork {
      guard let servers = pod.template.dnsConfig?.nameservers else { continue }
      var asked = Set(pod.asksClusterDNS ? base : [])
      for server in servers {
        guard asked.insert(server.value).inserted, asked.count > limit else { continue }
        log.report(
          page, "\(server.value) is name server \(asked.count) of the pod, and never asked",
          at: server.range,
          help: "leave it out, or write dnsPolicy None to be rid of the cluster's",
          object: pod.owner)
      }
    }
  }
}
