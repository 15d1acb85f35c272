import NetworkTypes

extension IPTablesMatch {
  /// What the words of one option ask; empty where that is nothing (`-m tcp`).
  static func read(_ words: inout RuleWords) throws(TraceFailure) -> [IPTablesMatch] {
    let isNegated = words.take(if: "!")
    let option = try words.take()
    if option == "-m", !isNegated { return try readModule(&words) }
    let match: IPTablesMatch
    switch option {
    case "-p": match = .transport(try words.transport())
    case "-s": match = .source(try words.prefix())
    case "-d": match = .destination(try words.prefix())
    case "--dport": match = .port(try words.portRange())
    default: throw words.failure("`\(option)` is not known here")
    }
    return [isNegated ? .not(match) : match]
  }

  private static func readModule(
    _ words: inout RuleWords
  ) throws(TraceFailure) -> [IPTablesMatch] {
    let module = try words.take()
    switch module {
    // Their options stand behind `-p`, too.
    case "tcp", "udp", "sctp": return []
    case "statistic":
      try words.expect("--mode")
      try words.expect("random")
      try words.expect("--probability")
      return [.chance(try words.chance())]
    case "recent": return [try readRecent(&words)]
    default: break
    }
    let isNegated = words.take(if: "!")
    let match = try readSimple(module, &words)
    return [isNegated ? .not(match) : match]
  }

  /// Modules with one option, which may be negated.
  private static func readSimple(
    _ module: Substring, _ words: inout RuleWords
  ) throws(TraceFailure) -> IPTablesMatch {
    let option = try words.take()
    switch (module, option) {
    case ("addrtype", "--dst-type"):
      try words.expect("LOCAL")
      return .destinationIsLocal
    case ("addrtype", "--src-type"):
      try words.expect("LOCAL")
      return .sourceIsLocal
    case ("conntrack", "--ctstate"): return .states(try readStates(&words))
    case ("mark", "--mark"):
      let (value, mask) = try words.maskedValue()
      return .mark(value: value, mask: mask)
    case ("set", "--match-set"):
      let name = String(try words.take())
      let keys = try words.take()
      guard let keys = PacketSets.Keys(rawValue: String(keys)) else {
        throw words.failure("`\(keys)` are no keys of a set that are known here")
      }
      return .isInSet(name, keys)
    case ("ipvs", "--vaddr"):
      let address = try words.address()
      try words.expect("--vproto")
      let transport = try words.transport()
      try words.expect("--vport")
      return .virtualServer(Endpoint(address: address, port: try words.port()), transport)
    case ("physdev", "--physdev-is-in"): return .isBridged
    default: throw words.failure("`-m \(module) \(option)` is not known here")
    }
  }

  private static func readStates(
    _ words: inout RuleWords
  ) throws(TraceFailure) -> Set<ConnectionState> {
    var states: Set<ConnectionState> = []
    for name in try words.take().split(separator: ",", omittingEmptySubsequences: false) {
      guard let state = ConnectionState(rawValue: String(name)) else {
        throw words.failure("`\(name)` is no state that is known here")
      }
      states.insert(state)
    }
    return states
  }

  private static func readRecent(_ words: inout RuleWords) throws(TraceFailure) -> IPTablesMatch {
    try words.expect("--name")
    let list = String(try words.take())
    if words.take(if: "--set") { return .remember(list: list) }
    try words.expect("--rcheck")
    try words.expect("--seconds")
    _ = try words.integer()
    try words.expect("--reap")
    return .isRemembered(list: list)
  }
}

extension RuleWords {
  /// `0.3333333333`.
  fileprivate mutating func chance() throws(TraceFailure) -> Double {
    let word = try take()
    guard let chance = Double(word), (0...1).contains(chance) else {
      throw failure("`\(word)` is no probability")
    }
    return chance
  }
}
