import NetworkTypes
import Planning

/// Services in kube-proxy's shape, chain names and order (pkg/proxy/iptables/proxier.go,
/// `syncProxyRules`).
struct LinearShape: ServiceShape {
  let translation: IPTablesTranslation

  func rules(on node: NodePlan) -> ServiceTables {
    var rules = LinearRules(translation, node)
    for port in translation.ports { rules.add(port) }
    return ServiceTables(
      filterJumps: FixedRules.filterJumps,
      filterChains: [.nodePorts, .services, .externalServices, .forward, .proxyFirewall],
      filter: rules.filterServices + rules.filterExternalServices + rules.filterNodePorts
        + rules.filterFirewall + FixedRules.forward,
      natJumps: FixedRules.natJumps,
      natChains: [.services, .nodePorts, .postrouting, .markMasquerade]
        + rules.chains.sorted { $0.text < $1.text },
      nat: (FixedRules.masquerade + rules.natServices + rules.natNodePorts).map { .rule($0) }
        + rules.natBodies + nodePortJumps(node).map { .rule($0) })
  }

  /// The last rules of nat KUBE-SERVICES: what is for this host may be for a node port.
  private func nodePortJumps(_ node: NodePlan) -> [IPTablesDocument.Rule] {
    let comment = IPTablesDocument.Match.comment(
      .fixed(
        "kubernetes service nodeports; NOTE: this must be the last rule in this chain"))
    let ranges = translation.cluster.proxy.nodePortAddresses.filter {
      $0.family == translation.family
    }
    if translation.cluster.proxy.nodePortAddresses.isEmpty {
      return [
        .init(
          chain: .services,
          matches: [
            comment, .destinationIsLocal,
            .destination(.loopback(translation.family), isNegated: true),
          ], target: .jump(.nodePorts))
      ]
    }
    return node.addresses.filter { address in ranges.contains { $0.contains(address) } }.map {
      .init(
        chain: .services, matches: [comment, .destination(IPPrefix($0), isNegated: false)],
        target: .jump(.nodePorts))
    }
  }
}

extension IPPrefix {
  /// 127.0.0.0/8 (RFC 1122) and ::1/128 (RFC 4291).
  static func loopback(_ family: IPFamily) -> IPPrefix {
    family == .ipv4
      ? IPPrefix(containing: IPAddress(family: .ipv4, bits: 0x7F00_0000), length: 8)
      : IPPrefix(IPAddress(family: .ipv6, bits: 1))
  }
}
