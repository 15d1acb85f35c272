import NetworkTypes
import Planning

/// Services in netc's own shape: decision trees over addresses and node ports, and one chain with
/// a DNAT rule for each endpoint. A new connection costs as much with 20,000 Services as with 100.
///
/// The effect on every packet is that of kube-proxy's shape; docs/Artifacts/iptables.md compares
/// them.
struct TreeShape: ServiceShape {
  typealias Rule = IPTablesDocument.Rule

  let translation: IPTablesTranslation
  private var family: IPFamily { translation.family }

  func rules(on node: NodePlan) -> ServiceTables {
    let rules = TreeRules(translation, on: node)
    var tables = ServiceTables()
    addDispatch(rules, on: node, to: &tables)
    addMasquerade(to: &tables)
    addFilter(rules, to: &tables)
    return tables
  }

  // MARK: nat

  private func addDispatch(
    _ rules: TreeRules, on node: NodePlan, to tables: inout ServiceTables
  ) {
    let services = "netc services" as StaticString
    tables.natJumps += [
      Rule(hook: "PREROUTING", 1, .netcServices, services),
      Rule(hook: "OUTPUT", 1, .netcServices, services),
    ]
    var writer = TreeWriter(role: "NETC-V-")
    var roots: [Rule] = []
    var rest = rules.entrances
    for range in translation.cluster.serviceRanges where range.family == family {
      let inside = rest.filter { range.contains($0.address) }
      rest.removeAll { range.contains($0.address) }
      add(inside, in: range, target: IPTablesDocument.Target.goTo, to: &roots, &writer)
    }
    // An address out here may be the host's own, whose node ports come behind.
    if let block = smallestBlock(rest) {
      add(rest, in: block, target: IPTablesDocument.Target.jump, to: &roots, &writer)
    }
    tables.natChains += [.netcServices]
    if !rules.nodePorts.isEmpty {
      tables.natChains.append(.netcNodePorts)
      roots += translation.nodePortMatches(on: node).map {
        Rule(chain: .netcServices, matches: $0, target: .goTo(.netcNodePorts))
      }
    }
    var ports = TreeWriter(role: "NETC-P-")
    ports.dispatch(rules.nodePorts, from: .netcNodePorts)
    tables.natChains += writer.chains + ports.chains + rules.bodyChains
    tables.nat += (roots + writer.rules + ports.rules).lines + rules.bodies
  }

  private func add(
    _ entrances: [Entrance], in block: IPPrefix,
    target: (ChainName) -> IPTablesDocument.Target, to roots: inout [Rule],
    _ writer: inout TreeWriter
  ) {
    guard !entrances.isEmpty else { return }
    let root = writer.root("\(block.network)-\(block.length)")
    roots.append(
      Rule(
        chain: .netcServices, matches: [.destination(block, isNegated: false)],
        target: target(root)))
    writer.dispatch(entrances, from: root)
  }

  private func smallestBlock(_ entrances: [Entrance]) -> IPPrefix? {
    guard let first = entrances.map(\.address).min(), let last = entrances.map(\.address).max()
    else { return nil }
    return IPPrefix(containing: first, length: IPPrefix.sharedBits(first, last))
  }

  /// Packets marked on their way in leave with this node's address; the mark goes, so that a
  /// packet which passes twice is not caught again.
  private func addMasquerade(to tables: inout ServiceTables) {
    tables.natJumps.append(
      Rule(
        chain: ChainName("POSTROUTING"), position: 1,
        matches: [.comment(.fixed("netc service traffic requiring SNAT")), .isMarked(true)],
        target: .jump(.netcMasquerade)))
    tables.natChains.append(.netcMasquerade)
    tables.nat += [
      .rule(Rule(chain: .netcMasquerade, target: .clearMark)),
      .rule(Rule(chain: .netcMasquerade, target: .masquerade)),
    ]
  }
}
