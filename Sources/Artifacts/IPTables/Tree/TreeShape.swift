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
    tables.natJumps += [
      Rule(hook: "PREROUTING", 1, .netcServices), Rule(hook: "OUTPUT", 1, .netcServices),
    ]
    var trees = TreeWriter(role: "NETC-B-")
    var roots: [Rule] = []
    var rest = rules.entrances
    for range in translation.cluster.serviceRanges where range.family == family {
      let inside = rest.filter { range.contains($0.address) }
      rest.removeAll { range.contains($0.address) }
      if !inside.isEmpty { addServiceRange(range, inside, &roots, &trees) }
    }
    // An address out here may be the host's own, whose node ports come behind.
    if let block = smallestBlock(rest) { add(rest, in: block, knownBits: 0, &roots, &trees) }
    tables.natChains += [.netcServices]
    if !rules.nodePorts.isEmpty {
      tables.natChains.append(.netcNodePorts)
      roots += translation.nodePortMatches(on: node).map {
        Rule(chain: .netcServices, matches: $0, target: .goTo(.netcNodePorts))
      }
    }
    var ports = TreeWriter(role: "NETC-P-")
    ports.dispatch(rules.nodePorts, from: .netcNodePorts)
    let bodies = rules.bodies.sorted { $1.chains.cluster.text < $0.chains.cluster.text }
    tables.natChains += trees.chains + ports.chains + bodies.flatMap(\.declared)
    tables.nat += bodies.flatMap(\.lines) + ports.lines + trees.lines + roots.lines
  }

  /// What comes to a cluster IP from outside the pods is masqueraded: marked here once for all, the
  /// mark taken back where the address turns out to be nobody's.
  private func addServiceRange(
    _ range: IPPrefix, _ entrances: [Entrance], _ roots: inout [Rule],
    _ trees: inout TreeWriter
  ) {
    let match = IPTablesDocument.Match.destination(range, isNegated: false)
    if let outside = sourcesOutside {
      roots.append(Rule(chain: .netcServices, matches: [match] + outside, target: .setMark))
    }
    add(entrances, in: range, knownBits: range.length, &roots, &trees)
    if sourcesOutside != nil {
      roots.append(
        Rule(chain: .netcServices, matches: [match, .isMarked(true)], target: .clearMark))
    }
  }

  /// What packets match that don't come from pods, or whatever is to be taken for such; nil where
  /// that cannot be told.
  private var sourcesOutside: [IPTablesDocument.Match]? {
    if translation.cluster.proxy.masqueradesAll { return [] }
    return translation.podRange.map { [.source($0, isNegated: true)] }
  }

  /// The block of a service range is the Cluster's; others change with the addresses in them, so
  /// that a tree which began there would change all over.
  private func add(
    _ entrances: [Entrance], in block: IPPrefix, knownBits: Int, _ roots: inout [Rule],
    _ trees: inout TreeWriter
  ) {
    let root = trees.root(BlockSpelling.name(block))
    trees.dispatch(entrances, knownBits: knownBits, from: root)
    roots.append(
      Rule(
        chain: .netcServices, matches: [.destination(block, isNegated: false)],
        target: .jump(root)))
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
        matches: [.isMarked(true)], target: .jump(.netcMasquerade)))
    tables.natChains.append(.netcMasquerade)
    tables.nat += [
      .rule(Rule(chain: .netcMasquerade, target: .clearMark)),
      .rule(Rule(chain: .netcMasquerade, target: .masquerade)),
    ]
  }
}
