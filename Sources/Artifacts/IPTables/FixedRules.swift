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

  /// Order on a fresh host as kube-proxy leaves it.
  static let filterJumps: [Rule] = [
    Rule(hook: "INPUT", 1, .proxyFirewall, "kubernetes load balancer firewall", isForNew: true),
    Rule(hook: "INPUT", 2, .nodePorts, "kubernetes health check service ports"),
    Rule(
      hook: "INPUT", 3, .externalServices, "kubernetes externally-visible service portals",
      isForNew: true),
    Rule(hook: "FORWARD", 1, .proxyFirewall, "kubernetes load balancer firewall", isForNew: true),
    Rule(hook: "FORWARD", 2, .forward, "kubernetes forwarding rules"),
    Rule(hook: "FORWARD", 3, .services, "kubernetes service portals", isForNew: true),
    Rule(
      hook: "FORWARD", 4, .externalServices, "kubernetes externally-visible service portals",
      isForNew: true),
    Rule(hook: "OUTPUT", 1, .proxyFirewall, "kubernetes load balancer firewall", isForNew: true),
    Rule(hook: "OUTPUT", 2, .services, "kubernetes service portals", isForNew: true),
  ]

  static let natJumps: [Rule] = [
    Rule(hook: "PREROUTING", 1, .services, "kubernetes service portals"),
    Rule(hook: "OUTPUT", 1, .services, "kubernetes service portals"),
    Rule(hook: "POSTROUTING", 1, .postrouting, "kubernetes postrouting rules"),
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
}

extension IPTablesDocument.Rule {
  /// A jump of netc's own from a built-in chain; `position` counts from 1 on a fresh host. Without
  /// a comment: nf_tables takes 50 ns to pass over one, for each packet.
  init(
    hook: StaticString, _ position: Int, _ to: ChainName, isForNew: Bool = false
  ) {
    self.init(
      chain: ChainName(hook), position: position,
      matches: isForNew ? [.connectionState(.new)] : [], target: .jump(to))
  }

  /// The same with kube-proxy's comment.
  init(
    hook: StaticString, _ position: Int, _ to: ChainName, _ comment: StaticString,
    isForNew: Bool = false
  ) {
    self.init(
      chain: ChainName(hook), position: position,
      matches: (isForNew ? [.connectionState(.new)] : []) + [.comment(.fixed(comment))],
      target: .jump(to))
  }
}
