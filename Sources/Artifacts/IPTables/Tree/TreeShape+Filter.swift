import NetworkTypes

/// What may pass and what is refused. nat rules see the first packet of a connection alone and may
/// not refuse it, so that is done here, on packets that no nat rule has sent elsewhere.
extension TreeShape {
  func addFilter(_ rules: TreeRules, to tables: inout ServiceTables) {
    var refusals = FilterTrees()
    refusals.add(rules.firewall, [], "NETC-W-", .netcFirewall)
    refusals.add(rules.clusterRefusals, [], "NETC-C-", .netcRefuseCluster)
    refusals.add(
      rules.externalRefusals, rules.nodePortRefusals, "NETC-X-", .netcRefuseExternal)
    tables.filterJumps += refusals.jumps("INPUT", [.netcFirewall])
    HealthPorts.add(rules.healthPorts, to: &tables)
    tables.filterJumps += refusals.jumps(
      "INPUT", [.netcRefuseExternal], behind: tables.filterJumps.count)
    tables.filterJumps.append(Rule(hook: "FORWARD", 1, .netcProxy))
    tables.filterJumps += refusals.jumps("OUTPUT", [.netcFirewall, .netcRefuseCluster])
    tables.filterChains += [.netcProxy] + refusals.chains
    tables.filter += refusals.lines + Self.forward(refusals).lines
  }

  /// Most packets belong to a connection that was let through before: they are asked first. What is
  /// marked was sent to an endpoint, which may have an address that others are refused at.
  private static func forward(_ refusals: FilterTrees) -> [Rule] {
    let chain = ChainName.netcProxy
    return [
      Rule(chain: chain, matches: [.connectionState(.relatedOrEstablished)], target: .accept),
      Rule(chain: chain, matches: [.connectionState(.invalid)], target: .drop),
    ] + refusals.inside(chain, [.netcFirewall]) + [
      Rule(chain: chain, matches: [.isMarked(true)], target: .accept)
    ] + refusals.inside(chain, [.netcRefuseCluster, .netcRefuseExternal])
  }
}

/// The trees of the filter table, those that hold something.
struct FilterTrees {
  typealias Rule = IPTablesDocument.Rule

  private(set) var roots: [ChainName] = []
  private(set) var chains: [ChainName] = []
  private(set) var lines: [IPTablesDocument.Line] = []

  mutating func add(
    _ entrances: [Entrance], _ ports: [PortEntrance], _ role: StaticString, _ root: ChainName
  ) {
    guard !entrances.isEmpty || !ports.isEmpty else { return }
    roots.append(root)
    chains.append(root)
    guard !ports.isEmpty else {
      var writer = TreeWriter(role: role)
      writer.dispatch(entrances, from: root)
      append(writer)
      return
    }
    addAddresses(entrances, role, root)
    addPorts(ports, role, root)
  }

  /// Who is for none of the addresses comes back: it may be for a port of this host, whose own
  /// address may lie among them.
  private mutating func addAddresses(
    _ entrances: [Entrance], _ role: StaticString, _ root: ChainName
  ) {
    guard !entrances.isEmpty else { return }
    var writer = TreeWriter(role: role)
    let own = writer.root("addresses")
    writer.dispatch(entrances, from: own)
    append(writer)
    lines.append(.rule(Rule(chain: root, target: .jump(own))))
  }

  private mutating func addPorts(
    _ ports: [PortEntrance], _ role: StaticString, _ root: ChainName
  ) {
    var writer = TreeWriter(role: role)
    let own = writer.root("nodeports")
    writer.dispatch(ports, from: own)
    append(writer)
    lines.append(.rule(Rule(chain: root, matches: [.destinationIsLocal], target: .goTo(own))))
  }

  private mutating func append(_ writer: TreeWriter) {
    lines += writer.lines
    chains += writer.chains
  }

  /// The jumps of a built-in chain to those of `wanted` that are there, behind so many others.
  func jumps(_ hook: StaticString, _ wanted: [ChainName], behind others: Int = 0) -> [Rule] {
    wanted.filter(roots.contains).enumerated().map { position, root in
      Rule(hook: hook, others + position + 1, root, isForNew: true)
    }
  }

  /// The jumps of another chain to those of `wanted` that are there.
  func inside(_ chain: ChainName, _ wanted: [ChainName]) -> [Rule] {
    wanted.filter(roots.contains).map {
      Rule(chain: chain, matches: [.connectionState(.new)], target: .jump($0))
    }
  }
}
