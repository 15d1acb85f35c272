import NetworkTypes

/// An `iptables-restore` file, read.
struct IPTablesRuleset: Sendable {
  var tables: [IPTablesTable] = []
  var lists = RecentLists()
  /// The sets that rules look packets up in, each with a line that names it.
  var sets: [String: Int] = [:]

  /// The hooks that a table has chains for (iptables(8)), with the table's priority there.
  static func builtIn(_ table: String) -> [(hook: Hook, priority: Int)]? {
    switch table {
    case "filter": [(.input, 0), (.forward, 0), (.output, 0)]
    // The priorities of nat are those of changing the destination and of changing the source.
    case "nat": [(.prerouting, -100), (.input, 100), (.output, -100), (.postrouting, 100)]
    default: nil
    }
  }
}

struct IPTablesTable: Sendable {
  let name: String
  /// The built-in chains first.
  var chains: [IPTablesChain]

  var isTranslating: Bool { name == "nat" }

  /// The number of a hook's own chain.
  func entry(_ hook: Hook) -> Int? { chains.firstIndex { $0.name == hook.rawValue } }
}

struct IPTablesChain: Sendable {
  let name: String
  var rules: [IPTablesRule] = []
  /// The service port under whose remark the chain's rules stand.
  var object: String?
}

struct IPTablesRule: Sendable {
  /// From 1.
  let line: Int
  let text: Substring
  let matches: [IPTablesMatch]
  let target: IPTablesTarget
  /// The service port that the rule is there for.
  var object: String?
}
