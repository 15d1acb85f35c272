import NetworkTypes
import Planning

/// Plan → document.
enum SysctlTranslation {
  typealias Setting = SysctlDocument.Setting

  static func document(for node: NodePlan, families: [IPFamily]) -> SysctlDocument {
    var settings = [forwarding(families)]
    switch node.bridge.wiring {
    case .routed: break
    case .bridged: settings.append(bridging(families))
    }
    return SysctlDocument(settings: settings.flatMap { $0 })
  }

  private static func forwarding(_ families: [IPFamily]) -> [Setting] {
    families.sorted().enumerated().map { position, family in
      Setting(
        remark: position == 0 ? "Packets of pods pass through this host." : nil,
        key: family == .ipv4 ? "net.ipv4.ip_forward" : "net.ipv6.conf.all.forwarding", value: 1)
    }
  }

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
