import NetworkTypes

/// The text of `nft -f` → the table of one family. Knows what netc prints and nothing else; the
/// other family's table must be readable, too.
struct NFTablesReader {
  private enum Place { case file, table, set, elements, chain }

  private let path: String
  private var place = Place.file
  private var tables: [NFTablesRuleset] = []
  var table = NFTablesRuleset(family: .ipv4)
  var setNumbers: [Substring: Int] = [:]
  private var chainNumbers: [Substring: Int] = [:]
  /// Of chains that are led to but not there yet, where that was.
  private var wanted: [(chain: Int, line: Int)] = []
  private var declared: Set<Int> = []
  /// The service ports that the remarks name, by their entrances.
  private(set) var objects: [NFTablesKey: String] = [:]

  /// - Returns: nil where the file has no table of the family.
  static func read(
    _ file: PrintedFile, _ family: IPFamily
  ) throws(TraceFailure) -> NFTablesRuleset? {
    var reader = NFTablesReader(path: file.path)
    let text = String(decoding: file.bytes, as: UTF8.self)
    var number = 0
    var rest = text.utf8[...]
    while !rest.isEmpty {
      number += 1
      let line = rest.prefix { $0 != UInt8(ascii: "\n") }
      rest = rest[line.endIndex...].dropFirst()
      try reader.read(Substring(line), number)
    }
    guard reader.place == .file else {
      throw TraceFailure(path: file.path, line: number, message: "the last table has no end")
    }
    return reader.tables.first { $0.family == family }
  }

  private init(path: String) { self.path = path }

  private mutating func read(_ text: Substring, _ line: Int) throws(TraceFailure) {
    let depth = text.utf8.prefix { $0 == UInt8(ascii: "\t") }.count
    let content = text.dropFirst(depth)
    var words = try RuleWords(content, path: path, line: line)
    switch (place, depth, content) {
    case (.file, 0, _):
      if content.hasPrefix("#") { readRemark(content) } else { try readCommand(&words) }
    case (.table, 0, "}"): try endTable()
    case (.table, 1, _): try begin(&words)
    case (.set, 1, "}"), (.chain, 1, "}"): place = .table
    case (.set, 2, "elements = {"): place = .elements
    case (.set, 2, _): try readProperty(&words)
    case (.elements, 2, "}"): place = .set
    case (.elements, 3, _): try readElement(content, &words)
    case (.chain, 2, _): try readRule(content, &words)
    default: throw words.failure("this does not stand here")
    }
  }

  private mutating func readRemark(_ text: Substring) {
    guard let remark = ServiceRemark(text) else { return }
    for address in [remark.address] + remark.furtherAddresses {
      objects[NFTablesKey(address, remark.transport, remark.port)] = remark.object
    }
    if let port = remark.nodePort {
      objects[NFTablesKey(nil, remark.transport, port)] = remark.object
    }
  }

  /// `add table ip netc`, `delete table ip netc`, `table ip netc {`.
  private mutating func readCommand(_ words: inout RuleWords) throws(TraceFailure) {
    let isBeginning = !words.take(if: "add") && !words.take(if: "delete")
    try words.expect("table")
    let name = try words.take()
    guard let family = IPFamily.allCases.first(where: { $0.nftablesWord == name }) else {
      throw words.failure("a table of `\(name)` is not known here")
    }
    try words.expect("netc")
    if isBeginning {
      try words.expect("{")
      table = NFTablesRuleset(family: family)
      (setNumbers, chainNumbers, wanted, declared) = ([:], [:], [], [])
      place = .table
    }
    try words.expectEnd()
  }

  private mutating func begin(_ words: inout RuleWords) throws(TraceFailure) {
    let sort = try words.take()
    let name = try words.take()
    try words.expect("{")
    try words.expectEnd()
    switch sort {
    case "set", "map":
      guard setNumbers.updateValue(table.sets.count, forKey: name) == nil else {
        throw words.failure("set \(name) is there already")
      }
      table.sets.append(NFTablesSet(name: String(name), isMap: sort == "map"))
      place = .set
    case "chain":
      guard declared.insert(chain(name, words.line)).inserted else {
        throw words.failure("chain \(name) is there already")
      }
      currentChain = chain(name, words.line)
      place = .chain
    default: throw words.failure("a `\(sort)` is not known here")
    }
  }

  private(set) var currentChain = 0

  /// The number of a chain, which may come later.
  mutating func chain(_ name: Substring, _ line: Int) -> Int {
    if let number = chainNumbers[name] { return number }
    let number = table.chains.count
    chainNumbers[name] = number
    table.chains.append(NFTablesChain(name: String(name)))
    wanted.append((number, line))
    return number
  }

  private mutating func endTable() throws(TraceFailure) {
    for (chain, line) in wanted where !declared.contains(chain) {
      throw TraceFailure(
        path: path, line: line, message: "there is no chain \(table.chains[chain].name)")
    }
    tables.append(table)
    place = .file
  }
}

extension IPFamily {
  /// Of tables, and of the fields of their packets.
  var nftablesWord: String { self == .ipv4 ? "ip" : "ip6" }
}
