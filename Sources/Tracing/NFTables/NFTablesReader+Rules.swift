import NetworkTypes

extension NFTablesReader {
  private enum Part {
    case match(NFTablesMatch)
    case action(NFTablesAction)
  }

  mutating func readRule(_ text: Substring, _ words: inout RuleWords) throws(TraceFailure) {
    if words.take(if: "type") {
      try readHook(&words)
      return
    }
    var matches: [NFTablesMatch] = []
    while true {
      switch try readPart(&words) {
      case .match(let match): matches.append(match)
      case .action(let action):
        try words.expectEnd()
        learn(action)
        table.chains[currentChain].rules.append(
          NFTablesRule(line: words.line, text: text, matches: matches, action: action))
        return
      }
    }
  }

  /// Who is in a set was sent where the chain sends that puts him there.
  private mutating func learn(_ action: NFTablesAction) {
    guard case .dnat(let endpoint) = action else { return }
    for rule in table.chains[currentChain].rules {
      if case .remember(let set) = rule.action {
        table.lists.add(endpoint, to: table.sets[set].name)
      }
    }
  }

  /// `filter hook prerouting priority -110; policy accept;`
  private mutating func readHook(_ words: inout RuleWords) throws(TraceFailure) {
    let type = try words.take()
    try words.expect("hook")
    let name = try words.take()
    try words.expect("priority")
    let number = try words.take()
    try words.expect("policy")
    try words.expect("accept;")
    try words.expectEnd()
    let chain = table.chains[currentChain]
    guard let hook = Hook(rawValue: name.uppercased()), let priority = Int(number.dropLast()),
      number.hasSuffix(";"), type == "filter" || type == "nat", chain.stage == nil,
      chain.rules.isEmpty
    else { throw words.failure("that hook is not known here") }
    table.chains[currentChain].stage = HookStage(
      hook: hook, priority: priority, isTranslating: type == "nat", name: chain.name)
  }

  private mutating func readPart(_ words: inout RuleWords) throws(TraceFailure) -> Part {
    if let verdict = try readVerdict(&words) { return .action(.verdict(verdict)) }
    if words.take(if: "masquerade", "fully-random") { return .action(.masquerade) }
    if words.take(if: "dnat", table.family.nftablesWord) { return .action(try readDNAT(&words)) }
    if words.take(if: "update") { return .action(try readUpdate(&words)) }
    if words.take(if: "meta", "mark") { return try readMark(&words) }
    if words.take(if: "ct", "state") {
      try words.expect("new")
      return .match(.isNew)
    }
    if words.take(if: "ct", "status") {
      try words.expect("dnat")
      return .match(.isTranslated)
    }
    if words.take(if: "fib") { return .match(try readAddressType(&words)) }
    return try readFields(&words)
  }

  /// `daddr type local`
  private func readAddressType(_ words: inout RuleWords) throws(TraceFailure) -> NFTablesMatch {
    let isSource = words.take(if: "saddr")
    if !isSource { try words.expect("daddr") }
    try words.expect("type")
    try words.expect("local")
    return isSource ? .sourceIsLocal : .destinationIsLocal
  }

  /// `& MASK == VALUE` or `set meta mark | VALUE`
  private func readMark(_ words: inout RuleWords) throws(TraceFailure) -> Part {
    if words.take(if: "&") {
      let mask = try words.mask()
      try words.expect("==")
      return .match(.mark(value: try words.mask(), mask: mask))
    }
    for word in ["set", "meta", "mark"] { try words.expect(word) }
    if words.take(if: "|") { return .action(.setBits(try words.mask())) }
    try words.expect("^")
    return .action(.flipBits(try words.mask()))
  }

  private func readDNAT(_ words: inout RuleWords) throws(TraceFailure) -> NFTablesAction {
    try words.expect("to")
    guard let next = words.next, next == "meta" || next == table.family.nftablesWord else {
      return .dnat(try words.endpoint())
    }
    let fields = try words.fields(table.family)
    guard case .random(let count)? = fields.last else { throw words.failure("nothing is drawn") }
    try words.expect("map")
    return .dnatBy(map: try readSet(&words, .endpoints, fields), fields, outOf: count)
  }

  /// `@clients-… { ip saddr }`
  private func readUpdate(_ words: inout RuleWords) throws(TraceFailure) -> NFTablesAction {
    let set = try readSet(&words, .set, [.source])
    try words.expect("{")
    guard try words.fields(table.family) == [.source], table.sets[set].isDynamic else {
      throw words.failure("only clients are remembered")
    }
    try words.expect("}")
    return .remember(set: set)
  }

  /// `@NAME`, which must be looked up by such fields, as the kernel demands.
  private func readSet(
    _ words: inout RuleWords, _ sort: NFTablesSet.Sort, _ fields: [NFTablesField]
  ) throws(TraceFailure) -> Int {
    let word = try words.take()
    guard word.hasPrefix("@"), let number = setNumbers[word.dropFirst()] else {
      throw words.failure("there is no set `\(word)`")
    }
    guard table.sets[number].sort == sort, table.sets[number].key == fields.map(\.sort) else {
      throw words.failure("\(word) is not looked up so")
    }
    return number
  }

  /// What begins with fields of the packet, or with a number that is drawn.
  private func readFields(_ words: inout RuleWords) throws(TraceFailure) -> Part {
    let fields = try words.fields(table.family)
    if words.take(if: "vmap") {
      return .action(.verdictOf(map: try readSet(&words, .verdicts, fields), fields))
    }
    if case .random(let count)? = fields.first, fields.count == 1 {
      try words.expect("<")
      try words.expect("1")
      return .match(.oneIn(count))
    }
    let isNegated = words.take(if: "!=")
    let match = try readComparison(&words, fields)
    return .match(isNegated ? .not(match) : match)
  }

  private func readComparison(
    _ words: inout RuleWords, _ fields: [NFTablesField]
  ) throws(TraceFailure) -> NFTablesMatch {
    if words.next?.hasPrefix("@") == true {
      return .isIn(set: try readSet(&words, .set, fields), fields)
    }
    switch fields {
    case [.source]: return .source(try words.prefix())
    case [.destination]: return .destination(try words.prefix())
    case [.transport]: return .transport(try words.transport())
    default: throw words.failure("that comparison is not known here")
    }
  }
}
