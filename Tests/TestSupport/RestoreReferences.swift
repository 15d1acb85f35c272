/// Proves of the text of a rules file what the tools don't look at (`iptables-nft-restore --test`
/// does not follow jumps) or say badly.
package struct RestoreReferences {
  /// Jumps and gotos below a built-in chain that nf_tables takes: 15; at the 16th it says "Too many
  /// links" (NFT_JUMP_STACK_SIZE, net/netfilter/nf_tables_api.c; tried with iptables-nft 1.8.9).
  package static let deepest = 15

  private static let builtIn = [
    "filter": ["INPUT", "FORWARD", "OUTPUT"],
    "nat": ["PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"],
  ]
  private static let extensions: Set = [
    "ACCEPT", "DROP", "REJECT", "RETURN", "MARK", "MASQUERADE", "DNAT",
  ]
  /// What kube-proxy always has, whether something leads there or not.
  private static let standing: Set = [
    "KUBE-MARK-MASQ", "KUBE-LOAD-BALANCER", "KUBE-SOURCE-RANGES-FIREWALL",
  ]

  private let table: RestoreText.Table
  private let hooks: [String]
  /// For every chain the positions of the chains it leads to.
  private var edges: [[Int]] = []
  private var faults: [String] = []

  /// One sentence per fault; empty: every reference holds.
  package static func faults(in text: RestoreText) -> [String] {
    text.tables.flatMap { table -> [String] in
      guard let hooks = builtIn[table.name] else { return ["there is no table \(table.name)"] }
      var check = RestoreReferences(table: table, hooks: hooks)
      check.run()
      return check.faults.map { "\(table.name): \($0)" }
    }
  }

  /// The longest way below a built-in chain, in jumps and gotos; nil where one never ends.
  package static func depth(of text: RestoreText) -> Int? {
    var deepest = 0
    for table in text.tables {
      var check = RestoreReferences(table: table, hooks: builtIn[table.name] ?? [])
      check.connect()
      guard let depth = check.measuredDepth() else { return nil }
      deepest = max(deepest, depth)
    }
    return deepest
  }

  private init(table: RestoreText.Table, hooks: [String]) {
    self.table = table
    self.hooks = hooks
  }

  private mutating func run() {
    checkDeclarations()
    connect()
    checkReach()
    guard let depth = measuredDepth() else {
      faults.append("some chain leads back to itself")
      return
    }
    if depth > Self.deepest { faults.append("\(depth) nested jumps, more than \(Self.deepest)") }
  }

  private mutating func checkDeclarations() {
    var seen: Set<String> = []
    for chain in table.chains {
      if !seen.insert(chain).inserted { faults.append("chain \(chain) is declared twice") }
      if hooks.contains(chain) || Self.extensions.contains(chain) {
        faults.append("chain \(chain) has a name that is taken")
      }
      if chain.utf8.count > 28 { faults.append("chain \(chain) has a name too long") }
    }
  }

  private mutating func connect() {
    let names = hooks + table.chains
    let positions = Dictionary(
      names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    edges = [[Int]](repeating: [], count: names.count)
    for rule in table.rules {
      guard let from = positions[rule.chain] else {
        faults.append("line \(rule.line): chain \(rule.chain) is not declared")
        continue
      }
      guard let target = rule.target, !Self.extensions.contains(target) else { continue }
      guard let to = positions[target], to >= hooks.count else {
        faults.append("line \(rule.line): target \(target) is not declared")
        continue
      }
      edges[from].append(to)
    }
  }

  private mutating func checkReach() {
    var isReached = [Bool](repeating: false, count: edges.count)
    var waiting = Array(hooks.indices)
    for hook in hooks.indices { isReached[hook] = true }
    while let chain = waiting.popLast() {
      for next in edges[chain] where !isReached[next] {
        isReached[next] = true
        waiting.append(next)
      }
    }
    for (index, chain) in table.chains.enumerated()
    where !isReached[hooks.count + index] && !Self.standing.contains(chain) {
      faults.append("nothing leads to chain \(chain)")
    }
  }

  /// Longest paths, chains in the order of Kahn's algorithm.
  private func measuredDepth() -> Int? {
    var incoming = [Int](repeating: 0, count: edges.count)
    for next in edges.joined() { incoming[next] += 1 }
    var depth = [Int](repeating: 0, count: edges.count)
    var free = edges.indices.filter { incoming[$0] == 0 }
    var done = 0
    while let chain = free.popLast() {
      done += 1
      for next in edges[chain] {
        depth[next] = max(depth[next], depth[chain] + 1)
        incoming[next] -= 1
        if incoming[next] == 0 { free.append(next) }
      }
    }
    return done == edges.count ? depth.max() ?? 0 : nil
  }
}
