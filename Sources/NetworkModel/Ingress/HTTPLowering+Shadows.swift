import Diagnostics
import NetworkTypes
import Resources

extension HTTPLowering {
  /// Reports rules that an expression leaves nothing to: `/api(/|$)(.*)` has all that `/api` would.
  /// Whichever begins with the longer literal text is tried first, so only those that begin with
  /// the same text can hide one another.
  func checkShadows(log: inout DiagnosticLog) {
    for pattern in hosts.keys.sorted() {
      guard let host = hosts[pattern] else { continue }
      var hiding: [[UInt8]: (reach: PathRegex.Reach, rule: RuleDraft)] = [:]
      for rule in host.rules.sorted(by: { $0.match.precedes($1.match) }) {
        let start = rule.match.literalBytes
        if let first = hiding[start], rule.match.isWithin(first.reach) {
          report(rule, behind: first.rule, of: pattern, log: &log)
        } else if case .expression(let regex) = rule.match, let reach = regex.reach {
          hiding[start] = (reach, rule)
        }
      }
    }
  }

  private func report(
    _ rule: RuleDraft, behind first: RuleDraft, of pattern: HostPattern, log: inout DiagnosticLog
  ) {
    let (path, expression) = (rule.match.shownPath, first.match.shownPath)
    log.report(
      .shadowedRule,
      "`\(path)` of host `\(pattern)` is never reached: `\(expression)` has the requests",
      at: rule.origin.range,
      notes: [Note("\(first.origin.object) has it here", at: first.origin.range)],
      help: "where texts begin alike, expressions are tried first: make it narrower, or remove one",
      object: rule.origin.object)
  }
}

extension PathMatch {
  /// Whether all paths that it is for are met by an expression that begins with the same text.
  fileprivate func isWithin(_ reach: PathRegex.Reach) -> Bool {
    switch self {
    case .exact: false
    case .prefix: true
    case .expression: reach == .everything
    }
  }
}

extension PathRegex {
  /// How much of what begins with its literal text an expression matches.
  fileprivate enum Reach {
    /// All of it: `/api(.*)`.
    case everything
    /// The path itself and what lies below: `/api(/|$)(.*)`.
    case elements
  }

  private static let ends: [(end: String, reach: Reach)] = [
    ("(/|$)(.*)", .elements), ("(/|$).*", .elements), ("(/.*)?", .elements),
    ("(?:/.*)?", .elements), ("(?:/|$)(.*)", .elements), ("(.*)", .everything),
    (".*", .everything),
  ]

  /// Nil where the end is not one of those that people write.
  fileprivate var reach: Reach? {
    let reach = Self.ends.first { text == literalPrefix + $0.end }?.reach
    // `/(/.*)?` is for `/` alone, since no path holds `//`.
    return reach == .elements && literalPrefix.hasSuffix("/") ? nil : reach
  }
}
