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
        + rules.natBodies + nodePortJumps.map { .rule($0) })
  }

  /// The last rules of nat KUBE-SERVICES: what is for this host may be for a node port. kube-proxy
  /// lists the host's addresses in the ranges; a host may have more than netc is told of, so here
  /// it is the kernel that knows them.
  private var nodePortJumps: [IPTablesDocument.Rule] {
    let family = translation.family
    let comment = IPTablesDocument.Match.comment(
      .fixed(
        "kubernetes service nodeports; NOTE: this must be the last rule in this chain"))
    return translation.cluster.proxy.nodePortRanges(family).map { range in
      .init(
        chain: .services,
        matches: [
          comment, .destinationIsLocal,
          range.length == 0
            ? .destination(.loopback(family), isNegated: true)
            : .destination(range, isNegated: false),
        ], target: .jump(.nodePorts))
    }
  }
}
