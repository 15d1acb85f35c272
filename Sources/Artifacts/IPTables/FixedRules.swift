import NetworkTypes

extension ChainName {
  static let services = ChainName("KUBE-SERVICES")
  static let externalServices = ChainName("KUBE-EXTERNAL-SERVICES")
  static let nodePorts = ChainName("KUBE-NODEPORTS")
  static let forward = ChainName("KUBE-FORWARD")
  static let proxyFirewall = ChainName("KUBE-PROXY-FIREWALL")
  static let postrouting = ChainName("KUBE-POSTROUTING")
  static let markMasquerade = ChainName("KUBE-MARK-MASQ")
  /// netc's own: what pods may send and get.
  static let netcForward = ChainName("NETC-FORWARD")
  /// netc's own: what leaves the cluster.
  static let netcPostrouting = ChainName("NETC-POSTROUTING")
}

/// The rules that every node has, whatever its Services are.
enum FixedRules {
  typealias Rule = IPTablesDocument.Rule

  /// Order on a fresh host as kube-proxy leaves it; netc's own chain comes behind.
  static let filterJumps: [Rule] = [
    jump("INPUT", 1, .proxyFirewall, "kubernetes load balancer firewall", isForNew: true),
    jump("INPUT", 2, .nodePorts, "kubernetes health check service ports"),
    jump(
      "INPUT", 3, .externalServices, "kubernetes externally-visible service portals",
      isForNew: true),
    jump("FORWARD", 1, .proxyFirewall, "kubernetes load balancer firewall", isForNew: true),
    jump("FORWARD", 2, .forward, "kubernetes forwarding rules"),
    jump("FORWARD", 3, .services, "kubernetes service portals", isForNew: true),
    jump(
      "FORWARD", 4, .externalServices, "kubernetes externally-visible service portals",
      isForNew: true),
    jump("FORWARD", 5, .netcForward, "netc pod traffic"),
    jump("OUTPUT", 1, .proxyFirewall, "kubernetes load balancer firewall", isForNew: true),
    jump("OUTPUT", 2, .services, "kubernetes service portals", isForNew: true),
  ]

  static let natJumps: [Rule] = [
    jump("PREROUTING", 1, .services, "kubernetes service portals"),
    jump("OUTPUT", 1, .services, "kubernetes service portals"),
    jump("POSTROUTING", 1, .postrouting, "kubernetes postrouting rules"),
    jump("POSTROUTING", 2, .netcPostrouting, "netc pods to the outside"),
  ]

  static let forward: [Rule] = [
    Rule(chain: .forward, matches: [.connectionState(.invalid)], target: .drop),
    Rule(
      chain: .forward,
      matches: [.comment(.fixed("kubernetes forwarding rules")), .isMarked(true)], target: .accept
    ),
    Rule(
      chain: .forward,
      matches: [
        .comment(.fixed("kubernetes forwarding conntrack rule")),
        .connectionState(.relatedOrEstablished),
      ], target: .accept),
  ]

  /// Packets marked on their way in leave with this node's address; the mark goes, so that a
  /// packet which passes twice is not caught again.
  static let masquerade: [Rule] = [
    Rule(chain: .postrouting, matches: [.isMarked(false)], target: .returnToCaller),
    Rule(chain: .postrouting, target: .clearMark),
    Rule(
      chain: .postrouting,
      matches: [.comment(.fixed("kubernetes service traffic requiring SNAT"))],
      target: .masquerade),
    Rule(chain: .markMasquerade, target: .setMark),
  ]

  private static func jump(
    _ from: StaticString, _ position: Int, _ to: ChainName, _ comment: StaticString,
    isForNew: Bool = false
  ) -> Rule {
    Rule(
      chain: ChainName(from), position: position,
      matches: (isForNew ? [.connectionState(.new)] : []) + [.comment(.fixed(comment))],
      target: .jump(to))
  }
}
