import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum UpstreamNamesDiffer: ValidationRule {
  static let page = DiagnosticPage(
    612, .error, "Upstreams over TLS with different names need a newer CoreDNS",
    explanation: """
      Before 1.13.2, CoreDNS takes one server name for all upstreams over TLS (`tls_servername`).
      Where the names differ, `dns.coreDNSVersion` must say that a newer one reads the Corefile.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          dns:
            nodes: [node-a]
            upstreams: [tls://192.0.2.53%a.example.com, tls://192.0.2.54%b.example.com]
            #                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ NC0612
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
          dns:
            nodes: [node-a]
            coreDNSVersion: 1.13.2
            upstreams: [tls://192.0.2.53%a.example.com, tls://192.0.2.54%b.example.com]
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        """))

  /// The first with names behind `%` (CoreDNS' notes of 1.13.2, pull request 7633).
  private static let least = ReleaseNumber(1, 13, 2)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let version = network.cluster.dns.coreDNSVersion
    guard version.value < least, !network.cluster.dnsNodes.isEmpty else { return }
    let named = network.cluster.dnsUpstreams.filter { $0.value.serverName != nil }
    guard let first = named.first,
      let other = named.first(where: { $0.value.serverName != first.value.serverName })
    else { return }
    log.report(
      page, "CoreDNS \(version.value) takes one name for all upstreams over TLS", at: other.range,
      notes: [
        Note("another name is here", at: first.range),
        Note("the version is here", at: version.range),
      ],
      help: "write coreDNSVersion: \(least), if that is what the nodes have",
      object: network.cluster.object)
  }
}
