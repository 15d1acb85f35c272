import NetworkTypes
import Planning

/// The locations of one server.
struct NginxLocations {
  let plan: HTTPPlan
  let sendsStrictTransport: Bool

  func directives(_ locations: [HTTPLocationPlan]) -> [NginxDirective] {
    locations.map(location)
  }

  private func location(_ location: HTTPLocationPlan) -> NginxDirective {
    let arguments: [NginxArgument]
    switch location.match {
    case .exact(let path): arguments = [.word("="), .literal(.checked(path))]
    case .prefix(let text): arguments = [.literal(.checked(text))]
    case .expression(let expression):
      arguments = [.word("~"), .regex(.whole(expression))]
    case .turn(let path): arguments = [.word("~"), .regex(.whole(path))]
    }
    switch location.body {
    case .within(let inner):
      return NginxDirective("location", arguments, block: directives(inner))
    case .answer(let answer):
      return NginxDirective("location", arguments, block: body(answer, at: location.match))
    }
  }

  private func body(_ answer: HTTPAnswerPlan, at place: HTTPLocationPlan.Match) -> [NginxDirective]
  {
    switch answer.action {
    case .respond(let status): return respond(status, answer.policy)
    case .redirect(let status, let url):
      return policies(answer.policy, isAsked: false) + [
        NginxDirective("return", .number(status), .value(.checked(url.nginxParts)))
      ]
    case .redirectToHTTPS: return [redirectToHTTPS]
    case .proxy(let proxy): return pass(proxy, answer.policy, at: place)
    case .proxyUnlessPlain(let proxy):
      let condition = NginxDirective(
        "if", [.word("($netc_is_plain)")], block: [redirectToHTTPS])
      return [condition] + pass(proxy, answer.policy, at: place)
    }
  }

  private func policies(_ position: Int, isAsked: Bool) -> [NginxDirective] {
    NginxPolicies(plan: plan).directives(
      position, isAsked: isAsked, sendsStrictTransport: sendsStrictTransport)
  }

  /// The backend for errors also answers where nobody else can.
  private func respond(_ status: Int, _ position: Int) -> [NginxDirective] {
    let policy = plan.policies[position]
    let answer = NginxDirective("return", .number(status))
    guard status == 503, policy.errorTarget != nil else { return [answer] }
    return [
      NginxDirective(
        "error_page", .number(503), .word("="), NginxErrors.place(position, 503)), answer,
    ]
  }

  private var redirectToHTTPS: NginxDirective {
    let port = plan.settings.httpsPort
    let place: [NginxValue.Part] = [.text("https://"), .variable(NginxVariable("host"))]
    let rest: NginxValue.Part = .variable(NginxVariable("request_uri"))
    let url = port.number == 443 ? place + [rest] : place + [.text(":\(port)"), rest]
    return NginxDirective("return", .number(308), .value(.checked(url)))
  }

  // MARK: Passing on

  private func pass(
    _ proxy: HTTPProxyPlan, _ position: Int, at place: HTTPLocationPlan.Match
  ) -> [NginxDirective] {
    let policy = plan.policies[position]
    var directives = policies(position, isAsked: true)
    directives += NginxExternalAuth(plan: plan).use(position, at: place)
    directives += NginxErrors(plan: plan).use(position)
    directives += NginxDefaults.differing(policy)
    directives += ownHeaders(policy, position)
    if let rewrite = proxy.rewrite {
      directives.append(
        NginxDirective(
          "rewrite", .word("^"), .value(.checked(rewrite.nginxParts)), .word("break")))
    }
    return directives
      + NginxPass(plan: plan, scheme: .init(policy.backend)).directives(proxy.target)
  }

  /// All headers again, where one of them is another than elsewhere.
  private func ownHeaders(_ policy: HTTPPolicyPlan, _ position: Int) -> [NginxDirective] {
    var headers = NginxHeaders.common(plan.settings)
    let count = headers.values.count
    var differs = false
    if let host = policy.backend.host {
      headers.set("Host", .token(host))
      differs = true
    }
    if let prefix = policy.backend.forwardedPrefix {
      headers.set("X-Forwarded-Prefix", .value(.checked([.text(prefix.text)])))
    }
    // The password is for nginx.
    if policy.basicAuth != nil { headers.set("Authorization", .word("\"\"")) }
    for (index, name) in (policy.externalAuth?.responseHeaders ?? []).enumerated() {
      headers.set(.token(name), .variable(NginxExternalAuth.header(position, index)))
    }
    guard differs || headers.values.count > count || policy.externalAuth != nil else { return [] }
    return headers.directives(isGRPC: policy.backend.isGRPC)
  }
}

/// To whom a request is passed.
struct NginxPass {
  enum Scheme {
    case http, https, asClient, grpc, grpcs

    init(_ backend: HTTPBackendPlan) {
      self =
        switch (backend.isGRPC, backend.usesTLS) {
        case (false, false): backend.followsClient ? .asClient : .http
        case (false, true): .https
        case (true, false): .grpc
        case (true, true): .grpcs
        }
    }
  }

  let plan: HTTPPlan
  let scheme: Scheme

  func directives(_ target: HTTPProxyPlan.Target) -> [NginxDirective] {
    switch target {
    case .one(.upstream(let position)):
      return [pass(.token(plan.upstreams[position].name))]
    case .one(.external(let name, let port)):
      return [
        NginxDirective(
          "set", .variable(.target), .joined(.token(name), .word(":"), .token(port))),
        pass(.variable(.target)),
      ]
    case .one(.nobody): return [NginxDirective("return", .number(503))]
    case .choice(let position):
      let choice = NginxVariable(own: "choice", position)
      return [
        NginxDirective(
          "if", [.joined(.word("("), .variable(choice)), .word("="), .word("netc_nobody)")],
          block: [NginxDirective("return", .number(503))]),
        pass(.variable(choice)),
      ]
    }
  }

  private func pass(_ whom: NginxArgument) -> NginxDirective {
    switch scheme {
    case .http: NginxDirective("proxy_pass", .joined(.word("http://"), whom))
    case .https: NginxDirective("proxy_pass", .joined(.word("https://"), whom))
    case .asClient: NginxDirective("proxy_pass", .joined(.word("$scheme://"), whom))
    case .grpc: NginxDirective("grpc_pass", .joined(.word("grpc://"), whom))
    case .grpcs: NginxDirective("grpc_pass", .joined(.word("grpcs://"), whom))
    }
  }
}

extension NginxRegex {
  /// The whole path, line ends within it included; each group has a name, since a number means
  /// another thing after the next match (CVE-2026-42945, CVE-2026-42533).
  fileprivate static func whole(_ expression: PathRegex) -> NginxRegex {
    checked("^(?s:\(expression.namingGroups))\\z")
  }

  fileprivate static func whole(_ path: HTTPPath) -> NginxRegex {
    checked("^\(NginxQuoting.escapedForPCRE(path.text))\\z")
  }

  private static func checked(_ pattern: String) -> NginxRegex {
    guard let regex = NginxRegex(pattern) else { preconditionFailure("a path fits a token") }
    return regex
  }
}

extension PathRegex {
  /// With `(?<netc_group_1>` for the first `(` that captures, and so on.
  fileprivate var namingGroups: String {
    Self.openingGroups(of: text.utf8) { "?<netc_group_\($0)>" }
  }
}

extension RewriteTemplate {
  fileprivate var nginxParts: [NginxValue.Part] {
    parts.map { part in
      switch part {
      case .literal(let text): .text(text)
      case .capture(let number): .variable(NginxVariable(own: "group", number))
      }
    }
  }
}

extension URLTemplate {
  var nginxParts: [NginxValue.Part] {
    parts.map { part in
      switch part {
      case .literal(let text): .text(text)
      case .variable(let variable): .variable(variable.nginx)
      }
    }
  }
}

extension RequestVariable {
  fileprivate var nginx: NginxVariable {
    switch self {
    case .scheme: NginxVariable("scheme")
    case .host: NginxVariable("host")
    case .httpHost: .host
    case .requestURI: NginxVariable("request_uri")
    case .escapedRequestURI: .escapedRequestURI
    }
  }
}
