import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum DNSFamilyUnserved: ValidationRule {
  static let page = DiagnosticPage(
    601, .warning, "No node serves DNS in a family that pods ask in",
    explanation: """
      Pods ask every address of `dns.serviceIPs`. Behind this one there must be a node of
      `dns.nodes` with an address of the same family; there is none, so what is asked there is
      refused, and resolvers wait or go on to the next one.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16, "fd00:10:244::/56"]
          serviceCIDRs: [10.96.0.0/16, "fd00:10:96::/112"]
          podNetwork: {crossNode: none}
          dns: {serviceIPs: [10.96.0.10, "fd00:10:96::a"], nodes: [node-a]}
          #                              ^^^^^^^^^^^^^^^ NC0601
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16, "fd00:10:244::/56"]
          serviceCIDRs: [10.96.0.0/16, "fd00:10:96::/112"]
          dns: {serviceIPs: [10.96.0.10, "fd00:10:96::a"], nodes: [node-a]}
          nodes:
            - {name: node-a, addresses: [192.168.56.11, "fd00:56::11"]}
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    guard let service = network.services.first(where: \.isClusterDNS),
      service.endpointSource == .nodes
    else { return }
    for address in network.cluster.dnsServiceAddresses {
      let family = address.value.family
      guard service.families.contains(family),
        !service.endpoints.contains(where: { $0.address.family == family })
      else { continue }
      log.report(
        page, "no node of `dns.nodes` has an \(family.name) address to answer \(address.value)",
        at: address.range,
        notes: network.servingDNS.prefix(1).map {
          Note("dns.nodes is here", at: $0.range)
        },
        help: "give a DNS node an \(family.name) address, or remove this one",
        object: network.cluster.object)
    }
  }
}
