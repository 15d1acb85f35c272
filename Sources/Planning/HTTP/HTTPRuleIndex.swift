import Diagnostics
import NetworkModel
import NetworkTypes

/// The rules of a host by what a request's path begins with, for finding those that concern a
/// place without looking at all of them.
struct HTTPRuleIndex {
  /// A rule with its position in the order in which rules are tried.
  struct Entry {
    let order: Int
    let rule: HTTPRule
  }

  private(set) var exact: [[UInt8]: Entry] = [:]
  /// By path without a slash at its end.
  private var prefixes: [[UInt8]: Entry] = [:]
  /// By literal prefix, in order.
  private var expressions: [[UInt8]: [Entry]] = [:]
  /// The lengths that literal prefixes have, ascending.
  private var expressionLengths: [Int] = []

  init(_ rules: [HTTPRule]) {
    for (order, rule) in rules.enumerated() {
      let entry = Entry(order: order, rule: rule)
      switch rule.match.path {
      case .exact(let path): exact[path.bytes] = exact[path.bytes] ?? entry
      case .prefix(let path):
        let key = path.withoutFinalSlash.bytes
        prefixes[key] = prefixes[key] ?? entry
      case .expression: expressions[rule.match.path.literalBytes, default: []].append(entry)
      }
    }
    expressionLengths = Set(expressions.keys.map(\.count)).sorted()
  }

  var hasExpressions: Bool { !expressionLengths.isEmpty }

  func prefix(_ path: [UInt8]) -> Entry? { prefixes[path] }

  /// The longest prefix rule for all paths that begin with `text`, element by element: for `/a/b`
  /// that of `/a`, for `/a/b/` that of `/a/b`.
  func enclosing(_ text: [UInt8]) -> Entry? {
    guard !prefixes.isEmpty else { return nil }
    for end in text.indices.reversed() where text[end] == HTTPPlanner.slash && end > 0 {
      if let entry = prefixes[Array(text[..<end])] { return entry }
    }
    return prefixes[[HTTPPlanner.slash]]
  }

  /// The expressions that a path which begins with `text` can match, in order.
  func expressions(for text: [UInt8]) -> [Entry] {
    expressionLengths.prefix { $0 <= text.count }
      .flatMap { expressions[Array(text[..<$0])] ?? [] }
      .sorted { $0.order < $1.order }
  }
}
