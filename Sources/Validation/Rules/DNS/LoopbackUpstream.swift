import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum LoopbackUpstream: ValidationRule {
  static let page = DiagnosticPage(
    603, .error, "An upstream on the host's own loopback",
    explanation: """
      A server at 127.0.0.53 is the stub of systemd-resolved, as most resolv.conf files name it: it
      asks whomever the host is set up to ask, which on a DNS node may well be the cluster's DNS,
      and CoreDNS' `loop` then ends the server. The servers behind the stub stand in
      /run/systemd/resolve/resolv.conf; write those. A resolver of your own on each DNS node can be
      allowed.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          dns: {serviceIPs: [10.96.0.10], nodes: [node-a], upstreams: [127.0.0.53]}
          #                                                            ^^^^^^^^^^ NC0603
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
          dns: {serviceIPs: [10.96.0.10], nodes: [node-a], upstreams: [192.0.2.53]}
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for upstream in network.cluster.dnsUpstreams where upstream.value.address.isLoopback {
      log.report(
        page, "\(upstream.value.address) is each DNS node itself", at: upstream.range,
        help: "write the servers of /run/systemd/resolve/resolv.conf",
        object: network.cluster.object)
    }
  }
}
