import NetworkTypes
import Planning

extension ChainName {
  static let ipvsNodePort = ChainName("KUBE-NODE-PORT")
  static let loadBalancer = ChainName("KUBE-LOAD-BALANCER")
  static let sourceRanges = ChainName("KUBE-SOURCE-RANGES-FIREWALL")
  static let ipvsFilter = ChainName("KUBE-IPVS-FILTER")
  static let ipvsOutFilter = ChainName("KUBE-IPVS-OUT-FILTER")
}

/// What kube-proxy leaves to iptables in mode ipvs: marks, masquerading and filters, whose number
/// does not grow with the Services (pkg/proxy/ipvs/proxier.go, `writeIptablesRules`).
struct IPVSShape: ServiceShape {
  typealias Rule = IPTablesDocument.Rule

  let translation: IPTablesTranslation
  let isBridged: Bool

  init(_ translation: IPTablesTranslation, on node: NodePlan) {
    self.translation = translation
    switch node.bridge.wiring {
    case .routed: isBridged = false
    case .bridged: isBridged = true
    }
  }

  func rules(on node: NodePlan) -> ServiceTables {
    let rules = IPVSRules(
      ServiceSets(translation.cluster, translation.family, on: node),
      podRange: translation.podRange,
      masqueradesAll: translation.cluster.proxy.masqueradesAll, isBridged: isBridged)
    return ServiceTables(
      filterJumps: Self.filterJumps,
      filterChains: [.forward, .ipvsNodePort, .proxyFirewall]
        + (rules.hasSourceRanges ? [.sourceRanges] : []) + [.ipvsFilter, .ipvsOutFilter],
      filter: rules.filter.lines, natJumps: FixedRules.natJumps,
      natChains: [.services, .postrouting, .ipvsNodePort]
        + (rules.hasLoadBalancers ? [.loadBalancer] : []) + [.markMasquerade],
      nat: rules.nat.lines)
  }

  /// Order on a fresh host as kube-proxy leaves it, which puts each in front of the last.
  private static let filterJumps: [Rule] = [
    Rule(hook: "INPUT", 1, .ipvsFilter, "kubernetes ipvs access filter"),
    Rule(hook: "INPUT", 2, .proxyFirewall, "kube-proxy firewall rules"),
    Rule(hook: "INPUT", 3, .ipvsNodePort, "kubernetes health check rules"),
    Rule(hook: "FORWARD", 1, .proxyFirewall, "kube-proxy firewall rules"),
    Rule(hook: "FORWARD", 2, .forward, "kubernetes forwarding rules"),
    Rule(hook: "OUTPUT", 1, .ipvsOutFilter, "kubernetes ipvs access filter"),
  ]
}
