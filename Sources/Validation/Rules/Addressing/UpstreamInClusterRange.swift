import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum UpstreamInClusterRange: ValidationRule {
  static let page = DiagnosticPage(
    426, .error, "An upstream DNS server that nobody is",
    explanation: """
      `dns.upstreams` are the servers that the cluster's DNS asks for all other names. An address
      of the cluster's own ranges is right only where a Service or a pod of this input has it; the
      cluster's DNS itself would ask itself for ever.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          dns: {serviceIPs: [10.96.0.10], nodes: [node-a], upstreams: [10.96.0.10]}
          #                                                            ^^^^^^^^^^ NC0426
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
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let cluster = network.cluster
    for written in cluster.dnsUpstreams {
      let upstream = Located(written.value.address, written.range)
      if let own = cluster.dnsServiceAddresses.first(where: { $0.value == upstream.value }) {
        log.report(
          page, "\(upstream.value) is the cluster's own DNS: it would ask itself",
          at: upstream.range, notes: [Note("dns.serviceIPs is here", at: own.range)],
          help: "write a server outside the cluster", object: cluster.object)
      } else if let range = cluster.range(holding: upstream.value),
        !isTaken(upstream.value, in: network)
      {
        log.report(
          page, "\(upstream.value) lies in \(range.text), and nobody has it", at: upstream.range,
          notes: [range.note], help: "write a server outside the cluster", object: cluster.object)
      }
    }
  }

  private static func isTaken(_ address: IPAddress, in network: Network) -> Bool {
    network.services.contains { service in service.clusterIPs.contains { $0.address == address } }
      || network.pods.contains { pod in
        pod.isPlaced && !pod.usesHostNetwork && pod.addresses.contains { $0.address == address }
      }
  }
}
