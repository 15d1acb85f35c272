import NetworkTypes

/// What may pass and what is refused. nat rules see the first packet of a connection alone and may
/// not refuse it, so that is done here, on packets that no nat rule has sent elsewhere.
extension TreeShape {
  func addFilter(_ rules: TreeRules, to tables: inout ServiceTables) {
    var refusals = FilterTrees()
    refusals.add(rules.firewall, [], "NETC-W-", .netcFirewall, translation)
    refusals.add(rules.clusterRefusals, [], "NETC-C-", .netcRefuseCluster, translation)
    refusals.add(
      rules.externalRefusals, rules.nodePortRefusals, "NETC-X-", .netcRefuseExternal, translation)
    tables.filterJumps += refusals.jumps("INPUT", [.netcFirewall, .netcRefuseExternal])
    if !rules.healthPorts.isEmpty {
      var writer = TreeWriter(role: "NETC-H-")
      writer.dispatch(rules.healthPorts, from: .netcHealth)
      let position = tables.filterJumps.count + 1
      tables.filterJumps.append(
        Rule(hook: "INPUT", position, .netcHealth, "netc health check node ports"))
      tables.filterChains += [.netcHealth] + writer.chains
      tables.filter += writer.lines
    }
    tables.filterJumps.append(Rule(hook: "FORWARD", 1, .netcProxy, "netc service traffic"))
    tables.filterJumps += refusals.jumps("OUTPUT", [.netcFirewall, .netcRefuseCluster])
    tables.filterChains += [.netcProxy] + refusals.chains
    tables.filter += refusals.lines + Self.forward(refusals.inside(.netcProxy)).lines
  }

  /// Most packets belong to a connection that was let through before: they are asked first.
  private static func forward(_ refusals: [Rule]) -> [Rule] {
    [
      Rule(
        chain: .netcProxy, matches: [.connectionState(.relatedOrEstablished)], target: .accept),
      Rule(chain: .netcProxy, matches: [.connectionState(.invalid)], target: .drop),
    ] + refusals + [
      Rule(chain: .netcProxy, matches: [.isMarked(true)], target: .accept)
    ]
  }
}

/// The trees of the filter table, those that hold something.
struct FilterTrees {
  typealias Rule = IPTablesDocument.Rule

  private(set) var roots: [ChainName] = []
  private(set) var chains: [ChainName] = []
  private(set) var lines: [IPTablesDocument.Line] = []

  mutating func add(
    _ entrances: [Entrance], _ ports: [PortEntrance], _ role: StaticString, _ root: ChainName,
    _ translation: IPTablesTranslation
  ) {
    guard !entrances.isEmpty || !ports.isEmpty else { return }
    var writer = TreeWriter(role: role)
    writer.dispatch(entrances, from: root)
    roots.append(root)
    chains.append(root)
    lines += writer.lines
    chains += writer.chains
    guard !ports.isEmpty else { return }
    var portWriter = TreeWriter(role: role)
    let own = portWriter.root("nodeports")
    lines.append(
      .rule(Rule(chain: root, matches: [.destinationIsLocal], target: .goTo(own))))
    portWriter.dispatch(ports, from: own)
    lines += portWriter.lines
    chains += portWriter.chains
  }

  /// The jumps of a built-in chain to those of `wanted` that are there.
  func jumps(_ hook: StaticString, _ wanted: [ChainName]) -> [Rule] {
    wanted.filter(roots.contains).enumerated().map { position, root in
      Rule(hook: hook, position + 1, root, "netc refusals", isForNew: true)
    }
  }

  /// The jumps of another chain to all of them.
  func inside(_ chain: ChainName) -> [Rule] {
    roots.map {
      Rule(chain: chain, matches: [.connectionState(.new)], target: .jump($0))
    }
  }
}
