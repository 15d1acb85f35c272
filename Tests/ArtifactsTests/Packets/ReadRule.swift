import NetworkTypes
import TestSupport

/// A rule of a file with the meaning of its words (iptables-extensions(8)).
struct ReadRule {
  enum Condition {
    case transport(TransportProtocol)
    case source(IPPrefix)
    case destination(IPPrefix)
    case ports(ClosedRange<UInt16>)
    case destinationIsLocal
    case sourceIsLocal
    case states(Set<String>)
    case mark(value: UInt32, mask: UInt32)
    case chance(Double)
    case recently(list: String, seconds: Int)
    case remember(list: String)
  }

  enum Effect {
    case none
    case jump(String)
    case goTo(String)
    case returnToCaller
    case verdict(Flow.Verdict)
    case masquerade
    case mark(or: UInt32, xor: UInt32)
    case translate(IPAddress, Port)
  }

  private(set) var conditions: [(condition: Condition, isNegated: Bool)] = []
  private(set) var effect = Effect.none

  struct UnknownWord: Error { let words: String }

  init(_ rule: RestoreText.Rule) throws {
    var words = rule.words[...]
    var isNegated = false
    var list = ""
    defer { sortAddressesFirst() }
    while let word = words.popFirst() {
      if word == "!" {
        isNegated = true
        continue
      }
      switch word {
      case "-m", "--comment": _ = words.popFirst()
      case "--random-fully", "--reap", "--random": break
      case "--mode": guard words.popFirst() == "random" else { throw Self.unknown(rule) }
      case "--name":
        guard let name = words.popFirst() else { throw Self.unknown(rule) }
        list = name
      case "--rcheck":
        guard words.popFirst() == "--seconds", let text = words.popFirst(), let time = Int(text)
        else { throw Self.unknown(rule) }
        conditions.append((.recently(list: list, seconds: time), isNegated))
      case "--set": conditions.append((.remember(list: list), isNegated))
      case "-j", "-g":
        guard let target = words.popFirst(), words.first != "!" else { throw Self.unknown(rule) }
        effect = try Self.effect(word == "-g", target, words, rule)
        words = []
      default:
        guard let value = words.popFirst(), let condition = try Self.condition(word, value) else {
          throw Self.unknown(rule)
        }
        conditions.append((condition, isNegated))
      }
      isNegated = false
    }
  }

  /// What stands in the fixed part of a rule is compared before any module is asked.
  private mutating func sortAddressesFirst() {
    let isFixed = { (entry: (condition: Condition, isNegated: Bool)) in
      switch entry.condition {
      case .transport, .source, .destination: true
      default: false
      }
    }
    conditions = conditions.filter(isFixed) + conditions.filter { !isFixed($0) }
  }

  private static func unknown(_ rule: RestoreText.Rule) -> UnknownWord {
    UnknownWord(words: "line \(rule.line): \(rule.words.joined(separator: " "))")
  }

  private static func condition(_ word: String, _ value: String) throws -> Condition? {
    switch word {
    case "-p": TransportProtocol(value.uppercased()).map { .transport($0) }
    case "-s": .source(try prefix(value))
    case "-d": .destination(try prefix(value))
    case "--dport": ports(value).map { .ports($0) }
    case "--dst-type": value == "LOCAL" ? .destinationIsLocal : nil
    case "--src-type": value == "LOCAL" ? .sourceIsLocal : nil
    case "--ctstate": .states(Set(value.split(separator: ",").map(String.init)))
    case "--mark": mark(value)
    case "--probability": Double(value).map { .chance($0) }
    default: nil
    }
  }

  private static func effect(
    _ isGoTo: Bool, _ target: String, _ words: ArraySlice<String>, _ rule: RestoreText.Rule
  ) throws -> Effect {
    if isGoTo && words.isEmpty { return .goTo(target) }
    switch (target, words.first, words.dropFirst().first) {
    case ("ACCEPT", nil, nil): return .verdict(.accept)
    case ("DROP", nil, nil): return .verdict(.drop)
    case ("REJECT", nil, nil): return .verdict(.reject)
    case ("RETURN", nil, nil): return .returnToCaller
    case ("MASQUERADE", "--random-fully", nil): return .masquerade
    case ("MARK", "--or-mark", let text?): return .mark(or: try number(text), xor: 0)
    case ("MARK", "--xor-mark", let text?): return .mark(or: 0, xor: try number(text))
    case ("DNAT", "--to-destination", let text?):
      guard let colon = text.lastIndex(of: ":"),
        let port = Int(text[text.index(after: colon)...]).flatMap({ Port($0) })
      else { throw unknown(rule) }
      let address = text[..<colon].filter { $0 != "[" && $0 != "]" }
      return .translate(try IPAddress(parsing: String(address)), port)
    case (_, nil, nil): return .jump(target)
    default: throw unknown(rule)
    }
  }

  private static func prefix(_ text: String) throws -> IPPrefix {
    text.contains("/") ? try IPPrefix(parsing: text) : IPPrefix(try IPAddress(parsing: text))
  }

  private static func ports(_ text: String) -> ClosedRange<UInt16>? {
    let parts = text.split(separator: ":").compactMap { UInt16($0) }
    guard (1...2).contains(parts.count), parts[0] <= parts[parts.count - 1] else { return nil }
    return parts[0]...parts[parts.count - 1]
  }

  private static func mark(_ text: String) -> Condition? {
    let parts = text.split(separator: "/").compactMap { try? number(String($0)) }
    guard parts.count == 2 else { return nil }
    return .mark(value: parts[0], mask: parts[1])
  }

  private static func number(_ text: String) throws -> UInt32 {
    guard text.hasPrefix("0x"), let number = UInt32(text.dropFirst(2), radix: 16) else {
      throw UnknownWord(words: text)
    }
    return number
  }
}
