import NetworkTypes

@testable import Planning

/// Plans of clusters for tests of the translations.
enum ClusterPlans {
  static func range(_ lower: Port, _ upper: Port) -> PortRange {
    guard let range = PortRange(lower, upper) else { preconditionFailure("\(lower)-\(upper)") }
    return range
  }

  static func proxy(
    _ backend: ProxyPlan.Backend = .iptables(.linear), masqueradesAll: Bool = false,
    nodePortAddresses: [IPPrefix] = [], servesLocalhostNodePorts: Bool = false,
    servesPrimaryAddressOnly: Bool = false
  ) -> ProxyPlan {
    ProxyPlan(
      backend: backend, masqueradesAll: masqueradesAll, nodePortAddresses: nodePortAddresses,
      servesLocalhostNodePorts: servesLocalhostNodePorts,
      servesPrimaryAddressOnly: servesPrimaryAddressOnly)
  }

  static func cluster(
    _ families: [IPFamily] = [.ipv4, .ipv6], proxy: ProxyPlan = proxy(),
    servicePorts: [ServicePortPlan] = [], nodes: [NodePlan] = [], dns: DNSPlan? = nil,
    announcements: AnnouncementPlan = .none
  ) -> ClusterPlan {
    ClusterPlan(
      families: families,
      podRanges: families.map { NodePlans.prefix($0 == .ipv4 ? "10.244.0.0/16" : "fd00::/48") },
      serviceRanges: families.map {
        NodePlans.prefix($0 == .ipv4 ? "10.96.0.0/16" : "fd00:96::/112")
      },
      nodePortRange: range(30_000, 32_767), proxy: proxy, servicePorts: servicePorts, nodes: nodes,
      dns: dns, http: nil, announcements: announcements)
  }
}
