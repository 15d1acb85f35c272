import NetworkTypes

extension NFTablesReader {
  private var current: Int { table.sets.count - 1 }

  /// A line that tells what a set is.
  mutating func readProperty(_ words: inout RuleWords) throws(TraceFailure) {
    let property = try words.take()
    switch property {
    case "type": table.sets[current].key = try readTypes(&words)
    case "typeof": table.sets[current].key = try words.fields(table.family).map(\.sort)
    case "size": _ = try words.integer()
    case "timeout":
      guard try words.take().hasSuffix("s") else { throw words.failure("that is no time") }
    case "flags":
      let flags = try words.take()
      switch flags {
      case "interval": table.sets[current].isInterval = true
      case "dynamic,timeout": table.sets[current].isDynamic = true
      default: throw words.failure("the flags `\(flags)` are not known here")
      }
    default: throw words.failure("`\(property)` is not known here")
    }
    if table.sets[current].isMap, property.hasPrefix("type") { try readData(&words) }
    try words.expectEnd()
  }

  private func readTypes(
    _ words: inout RuleWords
  ) throws(TraceFailure) -> [NFTablesField.Sort] {
    var sorts: [NFTablesField.Sort] = []
    repeat {
      let type = try words.take()
      switch type {
      case table.family == .ipv4 ? "ipv4_addr" : "ipv6_addr": sorts.append(.address)
      case "inet_proto": sorts.append(.transport)
      case "inet_service": sorts.append(.port)
      default: throw words.failure("the type `\(type)` is not known here")
      }
    } while words.take(if: ".")
    return sorts
  }

  private mutating func readData(_ words: inout RuleWords) throws(TraceFailure) {
    try words.expect(":")
    if words.take(if: "verdict") {
      table.sets[current].sort = .verdicts
      return
    }
    for word in [table.family.nftablesWord, "daddr", ".", "tcp", "dport"] { try words.expect(word) }
    table.sets[current].sort = .endpoints
  }

  /// `KEY . KEY,` or `KEY : DATA,`
  mutating func readElement(
    _ text: Substring, _ words: inout RuleWords
  ) throws(TraceFailure) {
    guard text.hasSuffix(","), !table.sets[current].isDynamic else {
      throw words.failure("that is no element")
    }
    let text = text.dropLast()
    words = try RuleWords(text, path: words.path, line: words.line)
    let (key, range) = try readKey(&words)
    let element = NFTablesSet.Element(
      line: words.line, text: text, data: try readElementData(&words),
      object: objects[key.entrance])
    try words.expectEnd()
    guard table.sets[current].add(element, at: key, range: range) else {
      throw words.failure("the element is there already")
    }
  }

  private func readKey(
    _ words: inout RuleWords
  ) throws(TraceFailure) -> (NFTablesKey, IPPrefix?) {
    let set = table.sets[current]
    var key = NFTablesKey()
    for (position, sort) in set.key.enumerated() {
      if position > 0 { try words.expect(".") }
      let isLast = position == set.key.count - 1
      switch sort {
      case .address where isLast && set.isInterval: return (key, try words.prefix())
      case .address: key.add(try words.address())
      case .transport: key.transport = try words.transport()
      case .port: key.port = try words.port()
      case .number: key.number = try words.integer()
      }
    }
    return (key, nil)
  }

  private mutating func readElementData(
    _ words: inout RuleWords
  ) throws(TraceFailure) -> NFTablesSet.ElementData {
    let sort = table.sets[current].sort
    if sort == .set { return .none }
    try words.expect(":")
    if sort == .verdicts {
      guard let verdict = try readVerdict(&words) else {
        throw words.failure("that is no verdict")
      }
      return .verdict(verdict)
    }
    let address = try words.address()
    try words.expect(".")
    return .endpoint(Endpoint(address: address, port: try words.port()))
  }

  /// Nil, with nothing taken, for anything else.
  mutating func readVerdict(
    _ words: inout RuleWords
  ) throws(TraceFailure) -> NFTablesVerdict? {
    if words.take(if: "drop") { return .drop }
    if words.take(if: "reject") { return .reject }
    if words.take(if: "jump") { return .jump(chain(try words.take(), words.line)) }
    if words.take(if: "goto") { return .goTo(chain(try words.take(), words.line)) }
    return nil
  }
}

extension RuleWords {
  /// `ip daddr . meta l4proto . th dport`
  mutating func fields(_ family: IPFamily) throws(TraceFailure) -> [NFTablesField] {
    var fields = [try field(family)]
    while take(if: ".") { fields.append(try field(family)) }
    return fields
  }

  private mutating func field(_ family: IPFamily) throws(TraceFailure) -> NFTablesField {
    if take(if: family.nftablesWord, "saddr") { return .source }
    if take(if: family.nftablesWord, "daddr") { return .destination }
    if take(if: "meta", "l4proto") { return .transport }
    if take(if: "th", "dport") { return .port }
    if take(if: "numgen", "random") {
      try expect("mod")
      let count = try integer()
      guard count > 0 else { throw failure("a draw has at least one outcome") }
      return .random(outOf: count)
    }
    throw failure("`\(next ?? "")` is not known here")
  }
}
