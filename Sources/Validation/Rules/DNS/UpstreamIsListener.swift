import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum UpstreamIsListener: ValidationRule {
  static let page = DiagnosticPage(
    602, .error, "An upstream is the cluster's own DNS",
    explanation: """
      What CoreDNS does not know itself it asks of `dns.upstreams`. This one is an address at which
      the cluster's DNS listens: a node of `dns.nodes`, or an address of its Service. The question
      would go round for ever; CoreDNS' `loop` notices and ends the whole server.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          dns: {serviceIPs: [10.96.0.10], nodes: [node-a], upstreams: [192.168.56.11]}
          #                                                            ^^^^^^^^^^^^^ NC0602
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
    guard !network.cluster.dnsUpstreams.isEmpty, !network.servingDNS.isEmpty else { return }
    let service = network.services.first(where: \.isClusterDNS)
    // One of `dns.serviceIPs` is NC0426.
    let known = Set(network.cluster.dnsServiceAddresses.map(\.value))
    let own = Set(
      (service?.clusterIPs.map(\.address) ?? []) + (service?.externalIPs.map(\.value) ?? [])
        + (service?.loadBalancerIPs.map(\.value) ?? [])
    ).subtracting(known)
    for upstream in network.cluster.dnsUpstreams {
      if own.contains(upstream.value.address), let service {
        report(upstream, "service \(service.name)", at: service.range, network, &log)
      } else if let node = listener(upstream.value, network) {
        report(upstream, "node \(node.value.name), which serves DNS", at: node.range, network, &log)
      }
    }
  }

  private static func listener(_ upstream: DNSUpstream, _ network: Network) -> Located<Node>? {
    let isListened =
      upstream.port == 53
      || network.cluster.dns.transports.contains { $0.port.value == upstream.port }
    guard isListened else { return nil }
    return network.servingDNS.first { node in
      node.value.addresses.contains { $0.value == upstream.address }
    }
  }

  private static func report(
    _ upstream: Located<DNSUpstream>, _ owner: String, at place: SourceRange, _ network: Network,
    _ log: inout DiagnosticLog
  ) {
    log.report(
      page, "\(upstream.value.address) is \(owner): it would ask itself", at: upstream.range,
      notes: [Note("named here", at: place)], help: "write a server outside the cluster",
      object: network.cluster.object)
  }
}
