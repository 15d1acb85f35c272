import NetworkTypes
import Planning

/// The cookies that decide something, as variables.
struct NginxCookies {
  /// Each once, in the order in which they are first asked for.
  private var names: [HTTPToken] = []
  private var positions: [HTTPToken: Int] = [:]
  /// Those that keep clients to an endpoint.
  private var stickyNames: [HTTPToken] = []

  init(_ plan: HTTPPlan) {
    for upstream in plan.upstreams {
      switch upstream.balance {
      case .cookie(let name): addSticky(name)
      case .hash(let parts):
        for case .cookie(let name) in parts { add(name) }
      case .roundRobin, .leastConnections, .clientAddress: break
      }
    }
    for policy in plan.policies { if let cookie = policy.affinityCookie { add(cookie.name) } }
    for choice in plan.choices {
      if let name = choice.canary?.cookie { add(name) }
      if let name = choice.cookie { addSticky(name) }
    }
  }

  private mutating func addSticky(_ name: HTTPToken) {
    add(name)
    if !stickyNames.contains(name) { stickyNames.append(name) }
  }

  private mutating func add(_ name: HTTPToken) {
    guard positions[name] == nil else { return }
    positions[name] = names.count
    names.append(name)
  }

  private func position(_ name: HTTPToken) -> Int {
    guard let position = positions[name] else { preconditionFailure("a cookie of the plan") }
    return position
  }

  /// What the client sent.
  func value(_ name: HTTPToken) -> NginxVariable {
    NginxVariable("cookie_", of: name) ?? NginxVariable(own: "cookie", position(name))
  }

  /// The same, or for a client without the cookie what it will be sent.
  func sticky(_ name: HTTPToken) -> NginxVariable { NginxVariable(own: "sticky", position(name)) }

  var definitions: [NginxDirective] {
    names.flatMap(reading)
      + stickyNames.map { name in
        NginxDirective(
          "map", [.variable(value(name)), .variable(sticky(name))],
          block: [
            .entry(.word("default"), .variable(value(name))),
            .entry(.word("\"\""), .word("$request_id")),
          ])
      }
  }

  /// A cookie with a `-` in its name is no variable of nginx.
  private func reading(_ name: HTTPToken) -> [NginxDirective] {
    guard NginxVariable("cookie_", of: name) == nil else { return [] }
    let group = "netc_cookie_text_\(position(name))"
    let pattern = NginxRegex(
      "(?:^|;) *\(NginxQuoting.escapedForPCRE(name.text))=(?<\(group)>[^;]*)")
    guard let pattern else { preconditionFailure("the name of a cookie fits a token") }
    return [
      NginxDirective(
        "map", [.word("$http_cookie"), .variable(value(name))],
        block: [
          .entry(.word("default"), .word("\"\"")),
          .entry(.mapExpression(pattern), .groupNamed("cookie_text", position(name))),
        ])
    ]
  }
}
