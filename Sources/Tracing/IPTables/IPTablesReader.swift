import NetworkTypes

/// The text of `iptables-restore` → tables of chains. Knows what netc prints and nothing else.
struct IPTablesReader {
  private var ruleset = IPTablesRuleset()
  private var numbers: [String: Int] = [:]
  private var rulesOfChain: [[PendingRule]] = []
  private var remark = RemarkInForce()
  private let path: String

  private struct PendingRule {
    let line: Int
    let text: Substring
    let matches: [IPTablesMatch]
    let target: NamedTarget
    let object: String?
  }

  static func read(_ file: PrintedFile) throws(TraceFailure) -> IPTablesRuleset {
    var reader = IPTablesReader(path: file.path)
    let text = String(decoding: file.bytes, as: UTF8.self)
    var number = 0
    var rest = text.utf8[...]
    while !rest.isEmpty {
      number += 1
      let line = rest.prefix { $0 != UInt8(ascii: "\n") }
      rest = rest[line.endIndex...].dropFirst()
      try reader.read(Substring(line), number)
    }
    guard !reader.isInTable else {
      throw TraceFailure(path: file.path, line: number, message: "the last table has no COMMIT")
    }
    return reader.ruleset
  }

  private init(path: String) { self.path = path }

  private var isInTable = false

  private func failure(_ line: Int, _ message: String) -> TraceFailure {
    TraceFailure(path: path, line: line, message: message)
  }

  private mutating func read(_ text: Substring, _ line: Int) throws(TraceFailure) {
    if text.hasPrefix("*") {
      try beginTable(String(text.dropFirst()), line)
    } else if text.hasPrefix("#") {
      if isInTable { try readRemark(text, line) }
    } else if !isInTable {
      throw failure(line, "this stands in no table")
    } else if text == "COMMIT" {
      try endTable()
    } else if text.hasPrefix(":") {
      try declare(text.dropFirst(), line)
    } else {
      try readRule(text, line)
    }
  }

  private mutating func beginTable(_ name: String, _ line: Int) throws(TraceFailure) {
    guard !isInTable, let hooks = IPTablesRuleset.builtIn(name) else {
      throw failure(line, "a table `\(name)` is not known here")
    }
    isInTable = true
    remark = RemarkInForce()
    numbers = [:]
    rulesOfChain = []
    ruleset.tables.append(IPTablesTable(name: name, chains: []))
    for (hook, _) in hooks { addChain(hook.rawValue) }
  }

  private mutating func addChain(_ name: String) {
    let table = ruleset.tables.count - 1
    numbers[name] = ruleset.tables[table].chains.count
    ruleset.tables[table].chains.append(IPTablesChain(name: name))
    rulesOfChain.append([])
  }

  /// `NAME - [0:0]`
  private mutating func declare(_ text: Substring, _ line: Int) throws(TraceFailure) {
    guard text.hasSuffix(" - [0:0]") else { throw failure(line, "that declares no chain") }
    let name = String(text.dropLast(8))
    guard numbers[name] == nil else { throw failure(line, "chain \(name) is there already") }
    addChain(name)
  }

  /// `# shop/web:http: 10.96.0.1 port 80/tcp`
  private mutating func readRemark(_ text: Substring, _ line: Int) throws(TraceFailure) {
    guard let remark = ServiceRemark(text) else { throw failure(line, "an unknown remark") }
    self.remark = RemarkInForce(object: remark.object)
  }

  private mutating func readRule(_ text: Substring, _ line: Int) throws(TraceFailure) {
    var words = try RuleWords(text, path: path, line: line)
    let verb = try words.take()
    guard verb == "-A" || verb == "-I" else { throw failure(line, "`\(verb)` is not known here") }
    let name = try words.take()
    guard let chain = numbers[String(name)] else {
      throw failure(line, "there is no chain \(name)")
    }
    let position = verb == "-I" ? try words.integer() : rulesOfChain[chain].count + 1
    guard (1...rulesOfChain[chain].count + 1).contains(position) else {
      throw failure(line, "chain \(name) has no place \(position)")
    }
    var matches: [IPTablesMatch] = []
    var named: String?
    while let next = words.next, next != "-j", next != "-g" {
      if let comment = try words.comment() {
        named = ServiceRemark.object(inComment: comment)
      } else {
        matches += try IPTablesMatch.read(&words)
      }
    }
    let target = try NamedTarget.read(&words)
    try words.expectEnd()
    remark.pass(chain: String(name))
    if RemarkInForce.isOwned(name) {
      ruleset.tables[ruleset.tables.count - 1].chains[chain].object = remark.object
    }
    rulesOfChain[chain].insert(
      PendingRule(
        line: line, text: text, matches: matches, target: target,
        object: named ?? remark.object(of: target)),
      at: position - 1)
    for case .isInSet(let name, _) in matches { ruleset.sets[name] = line }
    if case .other(.dnat(let endpoint)) = target {
      for case .remember(let list) in matches { ruleset.lists.add(endpoint, to: list) }
    }
  }

  /// Puts the chains together, now that all are known.
  private mutating func endTable() throws(TraceFailure) {
    isInTable = false
    let table = ruleset.tables.count - 1
    for chain in rulesOfChain.indices {
      for rule in rulesOfChain[chain] {
        let (target, next) = try resolve(rule)
        let chains = ruleset.tables[table].chains
        ruleset.tables[table].chains[chain].rules.append(
          IPTablesRule(
            line: rule.line, text: rule.text,
            matches: rule.matches.enumerated().sorted {
              ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset)
            }.map(\.element), target: target,
            object: rule.object ?? chains[chain].object ?? next.flatMap { chains[$0].object }))
      }
    }
  }

  private func resolve(_ rule: PendingRule) throws(TraceFailure) -> (IPTablesTarget, Int?) {
    func number(_ name: String) throws(TraceFailure) -> Int {
      guard let number = numbers[name] else {
        throw failure(rule.line, "there is no chain \(name), nor is that a target known here")
      }
      return number
    }
    switch rule.target {
    case .other(let target): return (target, nil)
    case .jump(let name):
      let next = try number(name)
      return (.jump(next), next)
    case .goTo(let name):
      let next = try number(name)
      return (.goTo(next), next)
    }
  }
}

extension RuleWords {
  /// The text of `-m comment --comment TEXT`; nil, with nothing taken, for anything else.
  fileprivate mutating func comment() throws(TraceFailure) -> Substring? {
    guard take(if: "-m", "comment") else { return nil }
    try expect("--comment")
    return try take()
  }
}

/// The service port that rules stand under: all chains of its own behind the remark, but of a chain
/// that it shares with others only the rules right behind the remark that decide something.
private struct RemarkInForce {
  /// The chains of one service port (docs/Artifacts/iptables.md).
  private static let prefixes = ["KUBE", "NETC"].flatMap { maker in
    ["SVC", "SVL", "EXT", "FW", "SEP"].map { "\(maker)-\($0)-" }
  }

  static func isOwned(_ chain: Substring) -> Bool { prefixes.contains { chain.hasPrefix($0) } }

  var object: String?
  private var chain: String?
  private var isShared = false

  init(object: String? = nil) { self.object = object }

  mutating func pass(chain next: String) {
    isShared = !Self.isOwned(next[...])
    if isShared, let chain, chain != next { object = nil }
    chain = next
  }

  func object(of target: NamedTarget) -> String? {
    guard isShared else { return object }
    if case .other = target { return object }
    return nil
  }
}
