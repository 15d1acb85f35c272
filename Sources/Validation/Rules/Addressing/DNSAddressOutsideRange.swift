import Diagnostics
import NetworkModel
import NetworkTypes

enum DNSAddressOutsideRange: ValidationRule {
  static let page = DiagnosticPage(
    423, .error, "The address of the cluster's DNS is not in the service range",
    explanation: """
      Pods ask `dns.serviceIPs` for names, and reach it as they reach any Service: it must be an
      address of `serviceCIDRs`.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          dns: {serviceIPs: [10.97.0.10], nodes: [node-a]}
          #                  ^^^^^^^^^^ NC0423
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
          dns: {serviceIPs: [10.96.0.10], nodes: [node-a]}
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let cluster = network.cluster
    for address in cluster.dnsServiceAddresses {
      guard let range = cluster.serviceRange(address.family) else {
        log.report(
          page,
          "\(address.value) is \(address.family.name), of which serviceCIDRs has no range",
          at: address.range,
          notes: cluster.serviceRanges.prefix(1).map {
            Note("serviceCIDRs is here", at: $0.range)
          },
          help: "add an \(address.family.name) range to serviceCIDRs, or remove the address",
          object: cluster.object)
        continue
      }
      guard !range.prefix.contains(address.value) else { continue }
      log.report(
        page, "\(address.value) is not in \(range.text)", at: address.range, notes: [range.note],
        help: "choose an address of \(range.prefix)", object: cluster.object)
    }
  }
}
