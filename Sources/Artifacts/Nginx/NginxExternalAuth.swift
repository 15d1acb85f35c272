import NetworkTypes
import Planning

/// Another server is asked whether a request may pass (ngx_http_auth_request_module).
///
/// The question is a request of its own, but shares every variable with the one that it is about:
/// what is set for the one must have another name than what is set for the other.
struct NginxExternalAuth {
  let plan: HTTPPlan

  /// No request has such a path: slashes beside each other are merged before locations are chosen.
  private static func place(_ position: Int) -> NginxArgument {
    .joined(.word("//netc/auth/"), .number(position))
  }

  private static func signIn(_ position: Int) -> NginxArgument {
    .joined(.word("@netc_sign_in_"), .number(position))
  }

  /// What the header of the answer with an index said.
  static func header(_ position: Int, _ index: Int) -> NginxVariable {
    NginxVariable(own: "auth", position, index)
  }

  /// The cookie of the answer.
  static func cookie(_ position: Int) -> NginxVariable {
    NginxVariable(own: "auth_cookie", position)
  }

  /// In a location of the policy.
  func use(_ position: Int, at place: HTTPLocationPlan.Match) -> [NginxDirective] {
    guard let auth = plan.policies[position].externalAuth else { return [] }
    var directives = [NginxDirective("auth_request", Self.place(position))]
    if auth.cache != nil {
      directives.append(NginxDirective("set", .variable(.authPlace), .token(place.name)))
    }
    directives.append(
      NginxDirective(
        "auth_request_set", .variable(Self.cookie(position)), .word("$upstream_http_set_cookie")))
    for (index, name) in auth.responseHeaders.enumerated() {
      directives.append(
        NginxDirective(
          "auth_request_set", .variable(Self.header(position, index)),
          .variable(NginxVariable("upstream_http_", header: name))))
    }
    if auth.signInURL != nil {
      directives.append(
        NginxDirective("error_page", .number(401), .word("="), Self.signIn(position)))
    }
    return directives
  }

  /// On the level of the server.
  func locations(_ position: Int, sendsStrictTransport: Bool) -> [NginxDirective] {
    guard let auth = plan.policies[position].externalAuth else { return [] }
    var locations = [
      NginxDirective("location", [.word("="), Self.place(position)], block: asking(auth))
    ]
    if let url = auth.signInURL {
      let headers = NginxPolicies(plan: plan).answerHeaders(
        position, isAsked: true, sendsStrictTransport: sendsStrictTransport)
      locations.append(
        NginxDirective(
          "location", [Self.signIn(position)],
          block: headers + [
            NginxDirective(
              "return", .number(302), .value(.checked(url.signIn(auth.redirectParameter))))
          ]))
    }
    return locations
  }

  private func asking(_ auth: HTTPExternalAuthPlan) -> [NginxDirective] {
    let start = [
      NginxDirective("internal"), NginxDirective("proxy_pass_request_body", .word("off")),
      NginxDirective(
        "proxy_method", auth.method.map { .token($0) } ?? .word("$request_method")),
    ]
    return start + (auth.cache.map(NginxAuthCache.directives) ?? [])
      + headers(auth).directives(isGRPC: false, upgrades: false)
      + pass(auth)
  }

  private func headers(_ auth: HTTPExternalAuthPlan) -> NginxHeaders {
    var headers = NginxHeaders.common(plan.settings)
    let url = NginxValue.checked([
      .variable(NginxVariable("scheme")), .text("://"), .variable(.host),
      .variable(NginxVariable("request_uri")),
    ])
    if let host = auth.host { headers.set("Host", .token(host)) }
    headers.set("X-Original-URL", .value(url))
    headers.set("X-Original-Method", .word("$request_method"))
    if auth.method != nil { headers.set("X-Original-URI", .word("$request_uri")) }
    headers.set(
      "X-Auth-Request-Redirect",
      auth.requestRedirect.map { .value(.checked([.text($0.text)])) } ?? .word("$request_uri"))
    headers.set("Content-Length", .word("\"\""))
    for header in auth.requestHeaders {
      headers.set(.token(header.name), .value(.checked(header.value.nginxParts)))
    }
    return headers
  }

  /// With the path of the URL. A variable makes nginx ask for the address of a name when it needs
  /// it, not at the start; what needs none is found at the start.
  private func pass(_ auth: HTTPExternalAuthPlan) -> [NginxDirective] {
    let scheme: NginxValue.Part = .text(auth.usesTLS ? "https://" : "http://")
    var directives: [NginxDirective] = []
    let server: [NginxValue.Part]
    switch auth.server {
    case .target(.nobody): return [NginxDirective("return", .number(503))]
    case .target(.upstream(let position)): server = [.text(plan.upstreams[position].name.text)]
    case .target(.external(let name, let port)):
      directives = [
        NginxDirective(
          "set", .variable(.authServer), .joined(.token(name), .word(":"), .token(port)))
      ]
      server = [.variable(.authServer)]
    case .requestHost:
      server = [
        .variable(NginxVariable("netc_server_addr")), .text(":"),
        .variable(NginxVariable("server_port")),
      ]
    }
    if auth.usesTLS, let host = auth.host {
      directives.append(NginxDirective("proxy_ssl_name", .token(host)))
    }
    return directives + [
      NginxDirective("proxy_pass", .value(.checked([scheme] + server + auth.target.nginxParts)))
    ]
  }
}

extension NginxVariable {
  /// The server that is asked, where its address is looked up at run time.
  fileprivate static let authServer = NginxVariable("netc_auth_server")
  /// Which location of the server the question is about.
  static let authPlace = NginxVariable("netc_auth_place")
}

extension HTTPLocationPlan.Match {
  /// Tells a location from the others of the server.
  fileprivate var name: PlainToken {
    switch self {
    case .exact(let path): StableNames.hash(["=", path])
    case .prefix(let path): StableNames.hash(["", path])
    case .expression(let expression): StableNames.hash(["~", expression.text])
    case .turn(let path): StableNames.hash(["~", path.text])
    }
  }
}

extension URLTemplate {
  /// With the URL first asked for in a parameter, unless the URL has that already.
  fileprivate func signIn(_ parameter: HTTPToken?) -> [NginxValue.Part] {
    let name = parameter?.text ?? "rd"
    let literals = parts.compactMap { if case .literal(let text) = $0 { text } else { nil } }
    guard !literals.contains(where: { $0.contains("?\(name)=") || $0.contains("&\(name)=") })
    else { return nginxParts }
    let hasQuery = literals.contains { $0.utf8.contains(UInt8(ascii: "?")) }
    return nginxParts + [
      .text("\(hasQuery ? "&" : "?")\(name)="), .variable(NginxVariable("scheme")),
      .text("://"), .variable(.host), .variable(.escapedRequestURI),
    ]
  }
}

extension RequestTemplate {
  var nginxParts: [NginxValue.Part] {
    parts.map { part in
      switch part {
      case .literal(let text): .text(text)
      case .scheme: .variable(NginxVariable("scheme"))
      case .host: .variable(.host)
      case .requestURI: .variable(NginxVariable("request_uri"))
      case .method: .variable(NginxVariable("request_method"))
      case .clientAddress: .variable(NginxVariable("remote_addr"))
      case .serverPort: .variable(NginxVariable("server_port"))
      case .requestID: .variable(NginxVariable("request_id"))
      case .user: .variable(NginxVariable("remote_user"))
      case .header(let name): .variable(NginxVariable("http_", header: name))
      case .cookie(let name): .variable(NginxVariable("cookie_", header: name))
      }
    }
  }
}
