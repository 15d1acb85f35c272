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
      filter: (rules.filterServices + rules.filterExternalServices + rules.filterNodePorts
        + rules.filterFirewall + FixedRules.forward).lines,
      natJumps: FixedRules.natJumps,
      natChains: [.services, .nodePorts, .postrouting, .markMasquerade]
        + rules.chains.sorted { $0.text < $1.text },
      nat: (FixedRules.masquerade + rules.natServices + rules.natNodePorts).lines
        + rules.natBodies + nodePortJumps(on: node).lines)
  }

  /// The last rules of nat KUBE-SERVICES: what is for this host may be for a node port.
  private func nodePortJumps(on node: NodePlan) -> [IPTablesDocument.Rule] {
    let comment = IPTablesDocument.Match.comment(
      .fixed(
        "kubernetes service nodeports; NOTE: this must be the last rule in this chain"))
    return translation.nodePortMatches(on: node).map {
      .init(chain: .services, matches: [comment] + $0, target: .jump(.nodePorts))
    }
  }
}
