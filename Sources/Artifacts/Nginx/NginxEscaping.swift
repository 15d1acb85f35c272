import NetworkTypes
import Planning

/// `escaping.conf`: path and query of a request as they may stand in a parameter of another URL.
///
/// nginx cannot escape a variable, so a chain of maps does it: each replaces so many signs of a
/// kind at once, the half of what the one before it does, behind a blank that moves on; no request
/// has a blank in its URL. What has more signs than all of them together comes out empty, and as
/// `/` in the end: better the start page than half a URL, or one with a parameter of the client's.
enum NginxEscaping {
  private struct Sign {
    let text: StaticString
    let escaped: StaticString
    /// The most that are replaced at once; with the halves, one less than twice as many.
    let most: Int
  }

  /// What ends a parameter, or means another sign in it (`application/x-www-form-urlencoded`).
  private static let signs = [
    Sign(text: "%", escaped: "%25", most: 64), Sign(text: "&", escaped: "%26", most: 32),
    Sign(text: "+", escaped: "%2B", most: 32), Sign(text: ";", escaped: "%3B", most: 8),
    Sign(text: "#", escaped: "%23", most: 2),
  ]

  static let document = NginxDocument(
    heading: "a request's path and query, escaped", directives: directives)

  private static var directives: [NginxDirective] {
    var directives = [
      NginxDirective(
        "map", [.word("$request_uri"), .variable(step(0))],
        block: [.entry(.word("default"), .word("\" $request_uri\""))])
    ]
    for sign in signs {
      var most = sign.most
      while most > 0 {
        add(pattern(sign, most), value(sign, most), keepsOthers: true, to: &directives)
        most /= 2
      }
      add(finished(sign), [.text(" ")] + [group(0), group(1)], keepsOthers: false, to: &directives)
    }
    return directives + [
      NginxDirective(
        "map", [.variable(step(directives.count - 1)), .variable(.escapedRequestURI)],
        block: [
          .entry(.word("default"), .word("/")),
          .entry(
            .mapExpression(checked("^ \(capture(0, "/.*+"))\\z")), .value(.checked([group(0)]))),
        ])
    ]
  }

  /// The next map of the chain.
  private static func add(
    _ pattern: NginxRegex, _ value: [NginxValue.Part], keepsOthers: Bool,
    to directives: inout [NginxDirective]
  ) {
    let source = NginxArgument.variable(step(directives.count - 1))
    directives.append(
      NginxDirective(
        "map", [source, .variable(step(directives.count))],
        block: [
          .entry(.word("default"), keepsOthers ? source : .word("\"\"")),
          .entry(.mapExpression(pattern), .value(.checked(value))),
        ]))
  }

  private static func step(_ number: Int) -> NginxVariable {
    NginxVariable(own: "escape", number)
  }

  // MARK: Expressions

  /// What is done, a blank, and so many signs with what stands before each.
  private static func pattern(_ sign: Sign, _ count: Int) -> NginxRegex {
    let parts = (1...count).map { capture($0, "[^\(sign.text)]*+") + "[\(sign.text)]" }
    return checked("^\(capture(0, "[^ ]*+")) \(parts.joined())\(capture(count + 1, ".*+"))\\z")
  }

  private static func value(_ sign: Sign, _ count: Int) -> [NginxValue.Part] {
    [group(0)] + (1...count).flatMap { [group($0), .text("\(sign.escaped)")] }
      + [.text(" "), group(count + 1)]
  }

  /// None is left: the blank goes back to the start.
  private static func finished(_ sign: Sign) -> NginxRegex {
    checked("^\(capture(0, "[^ ]*+")) \(capture(1, "[^\(sign.text)]*+"))\\z")
  }

  private static func capture(_ number: Int, _ pattern: String) -> String {
    "(?<netc_part_\(number)>\(pattern))"
  }

  private static func group(_ number: Int) -> NginxValue.Part {
    .variable(NginxVariable(own: "part", number))
  }

  private static func checked(_ pattern: String) -> NginxRegex {
    guard let regex = NginxRegex(pattern) else { preconditionFailure("fits a token") }
    return regex
  }
}

extension NginxEscaping {
  /// Whether a URL has the variable in it.
  static func isNeeded(by plan: HTTPPlan) -> Bool {
    plan.policies.contains { policy in
      guard let auth = policy.externalAuth else { return false }
      return auth.signInURL != nil || auth.target.parts.contains(.variable(.escapedRequestURI))
    }
      || plan.servers.contains { server in
        ((server.plain ?? []) + server.locations).contains(where: needs)
      }
  }

  private static func needs(_ location: HTTPLocationPlan) -> Bool {
    switch location.body {
    case .within(let inner): inner.contains(where: needs)
    case .answer(let answer):
      if case .redirect(_, let url) = answer.action {
        url.parts.contains(.variable(.escapedRequestURI))
      } else {
        false
      }
    }
  }
}

extension NginxVariable {
  /// Path and query of the request, to stand in a parameter of another URL.
  static let escapedRequestURI = NginxVariable("netc_escaped_request_uri")
}
