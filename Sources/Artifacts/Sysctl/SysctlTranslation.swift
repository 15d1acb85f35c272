import NetworkTypes
import Planning

/// Plan → document.
enum SysctlTranslation {
  typealias Setting = SysctlDocument.Setting

  static func document(for node: NodePlan, in cluster: ClusterPlan) -> SysctlDocument {
    let families = cluster.families
    var settings = [forwarding(families)]
    if families.contains(.ipv4), cluster.proxy.servesLocalhost(.ipv4) {
      settings.append([localhost])
    }
    switch node.bridge.wiring {
    case .routed: break
    case .bridged: settings.append(bridging(families))
    }
    if case .ipvs = cluster.proxy.backend { settings.append(balancing) }
    if isStrict(cluster) { settings.append(strictARP) }
    return SysctlDocument(settings: settings.flatMap { $0 })
  }

  private static func forwarding(_ families: [IPFamily]) -> [Setting] {
    families.sorted().enumerated().map { position, family in
      Setting(
        remark: position == 0 ? "Packets of pods pass through this host." : nil,
        key: family == .ipv4 ? "net.ipv4.ip_forward" : "net.ipv6.conf.all.forwarding", value: 1)
    }
  }

  private static let localhost = Setting(
    remark: "Node ports answer at 127.0.0.1; the rules keep everybody else's packets out of it.",
    key: "net.ipv4.conf.all.route_localnet", value: 1)

  /// What kube-proxy sets (pkg/proxy/ipvs/proxier.go, `NewProxier`), bar what depends on the kernel:
  /// `node.sh` turns `conn_reuse_mode` off where it must be.
  private static var balancing: [Setting] {
    [
      Setting(
        remark: "Connections of IPVS are known to conntrack, for masquerading (module ip_vs).",
        key: "net.ipv4.vs.conntrack", value: 1),
      Setting(
        remark: "An endpoint that is gone takes its connections and its clients' affinity along.",
        key: "net.ipv4.vs.expire_nodest_conn", value: 1),
      Setting(remark: nil, key: "net.ipv4.vs.expire_quiescent_template", value: 1),
    ]
  }

  /// Where kube-proxy is told so, and where addresses are announced: a host must not answer for
  /// one on a link that does not carry it (metallb.io, on strict ARP mode).
  private static func isStrict(_ cluster: ClusterPlan) -> Bool {
    if cluster.announcements.layerTwo.contains(where: { $0.address.family == .ipv4 }) {
      return true
    }
    if case .ipvs(let plan) = cluster.proxy.backend { return plan.usesStrictARP }
    return false
  }

  private static let strictARP = [
    Setting(
      remark: "ARP is answered for, and asked with, the addresses of the link alone.",
      key: "net.ipv4.conf.all.arp_ignore", value: 1),
    Setting(remark: nil, key: "net.ipv4.conf.all.arp_announce", value: 2),
  ]

  /// Documentation/networking/ip-sysctl.rst: `send_redirects` of an interface counts only while
  /// that of `all` is 0.
  private static func bridging(_ families: [IPFamily]) -> [Setting] {
    let hooks = families.sorted().enumerated().map { position, family in
      Setting(
        remark: position == 0
          ? "What one pod of this host sends another must pass the rules (module br_netfilter)."
          : nil,
        key: family == .ipv4
          ? "net.bridge.bridge-nf-call-iptables" : "net.bridge.bridge-nf-call-ip6tables",
        value: 1)
    }
    guard families.contains(.ipv4) else { return hooks }
    let redirects = Setting(
      remark: "A redirect uses up the budget of the refusal that REJECT sends to the same pod.",
      key: "net.ipv4.conf.all.send_redirects", value: 0)
    return hooks + [redirects]
  }
}
