import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum ServedAddressExcluded: ValidationRule {
  static let page = DiagnosticPage(
    439, .error, "An entrance of a Service lies in `excludeCIDRs`",
    explanation: """
      `proxy.ipvs.excludeCIDRs` says that virtual servers at these addresses belong to others: netc
      neither makes nor removes any there. So no Service can have an entrance in them: not its
      cluster IP, not an external address, nor the nodes' addresses for its node ports.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          nodes: [{name: node-a, addresses: [192.168.56.11]}]
          proxy: {mode: ipvs, ipvs: {excludeCIDRs: [10.96.0.0/24]}}
        #                                           ^^^^^^^^^^^^ NC0439
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          nodes: [{name: node-a, addresses: [192.168.56.11]}]
          proxy: {mode: ipvs, ipvs: {excludeCIDRs: [192.168.57.0/24]}}
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    guard network.cluster.proxy.mode == .ipvs else { return }
    for range in network.cluster.proxy.ipvs.excludedRanges {
      guard let (what, note) = firstEntrance(in: range.value, of: network) else { continue }
      log.report(
        page, "\(range.value) holds \(what)", at: range.range, notes: [note],
        help: "exclude a range without entrances of Services")
    }
  }

  private static func firstEntrance(
    in range: IPPrefix, of network: Network
  ) -> (String, Note)? {
    for services in network.cluster.serviceRanges
    where range.contains(services.value) || services.value.contains(range) {
      return (
        "addresses of the service range \(services.value)",
        Note("the service range", at: services.range)
      )
    }
    for service in network.services {
      for address in service.externalAddresses where range.contains(address.value) {
        return (
          "\(address.value) of service \(service.name)",
          Note("the external address", at: address.range)
        )
      }
    }
    return nodeAddress(in: range, of: network)
  }

  private static func nodeAddress(in range: IPPrefix, of network: Network) -> (String, Note)? {
    guard network.services.contains(where: { $0.ports.contains { $0.nodePort != nil } }) else {
      return nil
    }
    for node in network.nodes {
      for address in node.addresses where range.contains(address.value) {
        guard network.cluster.proxy.servesNodePorts(at: address.value, of: node) else { continue }
        return (
          "\(address.value) of node \(node.name), which serves node ports",
          Note("the node's address", at: address.range)
        )
      }
    }
    return nil
  }
}
