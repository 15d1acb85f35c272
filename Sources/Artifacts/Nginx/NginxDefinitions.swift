import NetworkTypes
import Planning

/// `definitions.conf`: variables and shared memory that locations refer to.
struct NginxDefinitions {
  let plan: HTTPPlan
  let cookies: NginxCookies

  var document: NginxDocument {
    NginxDocument(
      heading: "variables and zones that the servers use",
      directives: Self.common
        + (plan.settings.makesRequestIDs ? [Self.requestID] : []) + secure + cookies.definitions
        + plan.policies.indices.flatMap(policy) + plan.choices.indices.flatMap(choice))
  }

  private static let common: [NginxDirective] = [
    NginxDirective(
      "geo", [.variable(.dollar)], block: [.entry(.word("default"), .word("\"$\""))]),
    NginxDirective(
      "map", [.word("$http_host"), .variable(.host)],
      block: [
        .entry(.word("default"), .word("$http_host")), .entry(.word("\"\""), .word("$host")),
      ]),
    NginxDirective(
      "map", [.word("$http_upgrade"), .variable(.connection)],
      block: [
        .entry(.word("default"), .word("upgrade")), .entry(.word("\"\""), .word("\"\"")),
      ]),
    NginxDirective(
      "map", [.word("$http_x_forwarded_proto"), .variable(.isPlain)],
      block: [.entry(.word("default"), .number(1)), .entry(.word("https"), .word("\"\""))]),
    NginxDirective(
      "map", [.word("$server_addr"), .variable(NginxVariable("netc_server_addr"))],
      block: [
        .entry(.word("default"), .word("$server_addr")),
        .entry(.word("~:"), .word("\"[$server_addr]\"")),
      ]),
  ]

  private static let requestID = NginxDirective(
    "map", [.word("$http_x_request_id"), .variable(.requestID)],
    block: [
      .entry(.word("default"), .word("$http_x_request_id")),
      .entry(.word("\"\""), .word("$request_id")),
    ])

  /// What a cookie ends in that is for HTTPS alone where it was set over HTTPS.
  private var secure: [NginxDirective] {
    guard plan.policies.contains(where: { $0.affinityCookie.map { $0.isSecure == nil } ?? false })
    else { return [] }
    return [
      NginxDirective(
        "map", [.word("$https"), .variable(.secure)],
        block: [
          .entry(.word("default"), .word("\"\"")), .entry(.word("on"), .word("\"; Secure\"")),
        ])
    ]
  }

  // MARK: Policies

  private func policy(_ position: Int) -> [NginxDirective] {
    let policy = plan.policies[position]
    return NginxLimits(policy: policy.limits, position: position).definitions
      + (policy.affinityCookie.map { [setCookie($0, position)] } ?? [])
      + (policy.cors.map { origins($0, position) } ?? [])
  }

  /// The cookie for a client that has none.
  private func setCookie(_ cookie: HTTPCookiePlan, _ position: Int) -> NginxDirective {
    var text = "; Path=\(cookie.path.map(NginxQuoting.escapedForURL) ?? "/")"
    if let domain = cookie.domain { text += "; Domain=\(domain)" }
    if let seconds = cookie.maximumAgeSeconds { text += "; Max-Age=\(seconds)" }
    if let sameSite = cookie.sameSite { text += "; SameSite=\(sameSite)" }
    if cookie.isSecure == true { text += "; Secure" }
    let secure: [NginxValue.Part] = cookie.isSecure == nil ? [.variable(.secure)] : []
    let value = NginxValue.checked(
      [
        .text("\(cookie.name)="), .variable(NginxVariable("request_id")),
        .text("\(text); HttpOnly"),
      ] + secure)
    return NginxDirective(
      "map",
      [
        .variable(cookies.value(cookie.name)),
        .variable(NginxVariable(own: "set_cookie", position)),
      ],
      block: [
        .entry(.word("default"), .word("\"\"")), .entry(.word("\"\""), .value(value)),
      ])
  }

  /// The request's origin where it is one of those that may read answers.
  private func origins(_ cors: HTTPCrossOriginPlan, _ position: Int) -> [NginxDirective] {
    guard !cors.origins.isEmpty else { return [] }
    let entries = cors.origins.map { origin in
      NginxDirective.entry(origin.key, .word("$http_origin"))
    }
    return [
      NginxDirective(
        "map", [.word("$http_origin"), .variable(NginxVariable(own: "origin", position))],
        block: [.entry(.word("default"), .word("\"\""))] + entries)
    ]
  }

  // MARK: Choices

  /// By chance, unless the cookie says otherwise, unless the header does.
  private func choice(_ position: Int) -> [NginxDirective] {
    let choice = plan.choices[position]
    var name = NginxVariable(own: "share", position)
    var directives = [split(choice, position, as: name)]
    guard let canary = choice.canary else {
      return directives + [alias(name, position)]
    }
    if let cookie = canary.cookie {
      let next = NginxVariable(own: "by_cookie", position)
      directives.append(
        map(
          cookies.value(cookie), as: next, else: name,
          [(.always, canary.target), (.never, canary.otherwise)]))
      name = next
    }
    if let header = canary.header {
      let next = NginxVariable(own: "by_header", position)
      let entries =
        canary.headerMatch.map { [($0.key, canary.target)] } ?? [
          (.always, canary.target), (.never, canary.otherwise),
        ]
      directives.append(
        map(NginxVariable("http_", header: header), as: next, else: name, entries))
      name = next
    }
    return directives + [alias(name, position)]
  }

  private func split(
    _ choice: HTTPChoicePlan, _ position: Int, as name: NginxVariable
  ) -> NginxDirective {
    let last = choice.shares.count - 1
    let entries = choice.shares.enumerated().map { index, share in
      NginxDirective.entry(
        index == last ? .word("*") : .percentage(share.parts), .target(share.target, plan))
    }
    // The position keeps choices from being made alike; the word keeps a client's choice from
    // build to build, and from being made like that of its endpoint.
    let chance: [NginxValue.Part] =
      choice.cookie.map { [.variable(cookies.sticky($0)), .text("-version")] }
      ?? [.variable(NginxVariable("request_id")), .text("-\(position)")]
    return NginxDirective(
      "split_clients", [.value(.checked(chance)), .variable(name)], block: entries)
  }

  private func map(
    _ source: NginxVariable, as name: NginxVariable, else other: NginxVariable,
    _ entries: [(key: NginxArgument, target: HTTPTargetPlan)]
  ) -> NginxDirective {
    NginxDirective(
      "map", [.variable(source), .variable(name)],
      block: [.entry(.word("default"), .variable(other))]
        + entries.map { .entry($0.key, .target($0.target, plan)) })
  }

  /// Under the one name that locations know.
  private func alias(_ name: NginxVariable, _ position: Int) -> NginxDirective {
    NginxDirective(
      "map", [.variable(name), .variable(NginxVariable(own: "choice", position))],
      block: [.entry(.word("default"), .variable(name))])
  }
}

extension NginxVariable {
  fileprivate static let secure = NginxVariable("netc_secure")
}

extension NginxArgument {
  /// Who is asked, as a word that a map can give.
  static func target(_ target: HTTPTargetPlan, _ plan: HTTPPlan) -> NginxArgument {
    switch target {
    case .upstream(let position): .token(plan.upstreams[position].name)
    case .external(let name, let port): .joined(.token(name), .word(":"), .token(port))
    case .nobody: .word("netc_nobody")
    }
  }

  /// Of hundredths of a percent: `12.50%`.
  fileprivate static func percentage(_ parts: Int) -> NginxArgument {
    .joined(
      .number(parts / 100), .word(parts % 100 < 10 ? ".0" : "."), .number(parts % 100, "%"))
  }
}

extension NginxArgument {
  fileprivate static let always = mapKey(.checked("always"))
  fileprivate static let never = mapKey(.checked("never"))
}

extension CanaryMatch {
  /// Nothing in the expression captures, so it changes no capture of a location (CVE-2026-42533).
  fileprivate var key: NginxArgument {
    switch self {
    case .value(let value): return .mapKey(.checked(value.text))
    case .pattern(let pattern):
      guard let regex = NginxRegex(pattern.text) else {
        preconditionFailure("a pattern fits a token")
      }
      return .mapExpression(regex)
    }
  }
}

extension HTTPOriginPlan {
  fileprivate var key: NginxArgument {
    let scheme = usesTLS ? "https" : "http"
    let place = "\(host)\(port.map { ":\($0)" } ?? "")"
    guard hasWildcard else { return .mapKey(.checked("\(scheme)://\(place)")) }
    let start: StaticString = usesTLS ? "^https://[^/:@]+" : "^http://[^/:@]+"
    guard let regex = NginxRegex(quoting: ".\(place)", prefix: start, suffix: "\\z") else {
      preconditionFailure("an origin fits a token")
    }
    return .mapExpression(regex)
  }
}

extension NginxQuoting {
  /// A decoded path as it stands in a URL (RFC 3986 3.3).
  static func escapedForURL(_ path: HTTPPath) -> String {
    var bytes: [UInt8] = []
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in path.bytes {
      if HTTPCharacters.isPathCharacter(byte), byte != UInt8(ascii: ";") {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
