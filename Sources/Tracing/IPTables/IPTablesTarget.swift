/// What a rule does with the packets that match.
enum IPTablesTarget: Sendable {
  /// Nothing: the rule is a remark.
  case none
  /// The chain's number in its table.
  case jump(Int)
  case goTo(Int)
  case accept, drop, reject, returnToCaller
  case masquerade
  case dnat(Endpoint)
  /// (mark & ~mask) ^ value, as xt_MARK has it.
  case mark(value: UInt32, mask: UInt32)
}

/// The target with the name of its chain, before all chains are known.
enum NamedTarget {
  case jump(String), goTo(String)
  case other(IPTablesTarget)

  /// What stands behind `-j` or `-g`.
  static func read(_ words: inout RuleWords) throws(TraceFailure) -> NamedTarget {
    if words.isEmpty { return .other(.none) }
    let option = try words.take()
    let name = try words.take()
    if option == "-g" { return .goTo(String(name)) }
    guard option == "-j" else { throw words.failure("`\(option)` is not known here") }
    switch name {
    case "ACCEPT": return .other(.accept)
    case "DROP": return .other(.drop)
    case "RETURN": return .other(.returnToCaller)
    case "REJECT": return .other(.reject)
    case "MASQUERADE":
      _ = words.take(if: "--random-fully")
      return .other(.masquerade)
    case "DNAT":
      try words.expect("--to-destination")
      return .other(.dnat(try words.endpoint()))
    case "MARK": return .other(try readMark(&words))
    default: return .jump(String(name))
    }
  }

  private static func readMark(_ words: inout RuleWords) throws(TraceFailure) -> IPTablesTarget {
    let option = try words.take()
    switch option {
    case "--or-mark":
      let value = try words.mask()
      return .mark(value: value, mask: value)
    case "--xor-mark": return .mark(value: try words.mask(), mask: 0)
    case "--set-xmark":
      let (value, mask) = try words.maskedValue()
      return .mark(value: value, mask: mask)
    default: throw words.failure("`-j MARK \(option)` is not known here")
    }
  }
}
