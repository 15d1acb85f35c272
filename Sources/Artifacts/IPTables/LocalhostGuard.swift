import NetworkTypes

extension ChainName {
  /// kube-proxy's and kubelet's name.
  static let kubeFirewall = ChainName("KUBE-FIREWALL")
  static let netcLocalhost = ChainName("NETC-LOCALHOST")
}

/// What keeps neighbours out of 127.0.0.0/8 once the kernel routes it for node ports
/// (`route_localnet`): services of the host that listen there only trust the host (CVE-2020-8558).
struct LocalhostGuard {
  typealias Rule = IPTablesDocument.Rule

  let chain: ChainName

  /// Puts the guard in front of everything else that packets to and from the host meet.
  func add(to tables: inout ServiceTables) {
    let hooks = ["INPUT", "OUTPUT"] as [StaticString]
    let others = tables.filterJumps.map { jump in
      var jump = jump
      if hooks.contains(where: { ChainName($0) == jump.chain }) { jump.position? += 1 }
      return jump
    }
    tables.filterJumps =
      hooks.map { Rule(chain: ChainName($0), position: 1, target: .jump(chain)) } + others
    tables.filterChains.insert(chain, at: 0)
    tables.filter.insert(.rule(drop), at: 0)
  }

  private var drop: Rule {
    Rule(
      chain: chain,
      matches: [
        .comment(.fixed("block incoming localnet connections")),
        .destination(.loopback(.ipv4), isNegated: false),
        .source(.loopback(.ipv4), isNegated: true), .connectionState(.unexpected),
      ], target: .drop)
  }
}
