import NetworkTypes
import Planning

/// Another server is asked whether a request may pass (ngx_http_auth_request_module).
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

  /// In a location of the policy.
  func use(_ position: Int) -> [NginxDirective] {
    guard let auth = plan.policies[position].externalAuth else { return [] }
    var directives = [NginxDirective("auth_request", Self.place(position))]
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
  func locations(_ position: Int) -> [NginxDirective] {
    guard let auth = plan.policies[position].externalAuth else { return [] }
    var locations = [
      NginxDirective("location", [.word("="), Self.place(position)], block: asking(auth))
    ]
    if let url = auth.signInURL {
      locations.append(
        NginxDirective(
          "location", [Self.signIn(position)],
          block: [
            NginxDirective(
              "return", .number(302), .value(.checked(url.signIn(auth.redirectParameter))))
          ]))
    }
    return locations
  }

  private func asking(_ auth: HTTPExternalAuthPlan) -> [NginxDirective] {
    var headers = NginxHeaders.common(plan.settings)
    let url = NginxValue.checked([
      .variable(NginxVariable("scheme")), .text("://"), .variable(.host),
      .variable(NginxVariable("request_uri")),
    ])
    if let host = auth.host { headers.set("Host", .token(host)) }
    headers.set("X-Original-URL", .value(url))
    headers.set("X-Original-Method", .word("$request_method"))
    headers.set("X-Auth-Request-Redirect", .word("$request_uri"))
    headers.set("Content-Length", .word("\"\""))
    let start = [
      NginxDirective("internal"), NginxDirective("proxy_pass_request_body", .word("off")),
      NginxDirective(
        "proxy_method", auth.method.map { .token($0) } ?? .word("$request_method")),
    ]
    return start + headers.directives(isGRPC: false) + pass(auth)
  }

  /// With the path of the URL, which variables of the request may be part of.
  private func pass(_ auth: HTTPExternalAuthPlan) -> [NginxDirective] {
    let scheme: NginxValue.Part = .text(auth.usesTLS ? "https://" : "http://")
    let server: NginxValue.Part
    switch auth.server {
    case .target(.nobody): return [NginxDirective("return", .number(503))]
    case .target(.upstream(let position)): server = .text(plan.upstreams[position].name.text)
    case .target(.external(let name, let port)): server = .text("\(name):\(port)")
    case .address(let address, let port):
      server = .text(address.family == .ipv6 ? "[\(address)]:\(port)" : "\(address):\(port)")
    case .requestHost:
      return [
        NginxDirective(
          "proxy_pass",
          .value(
            .checked(
              [
                scheme, .variable(NginxVariable("netc_server_addr")), .text(":"),
                .variable(NginxVariable("server_port")),
              ] + auth.target.nginxParts)))
      ]
    }
    // A variable makes nginx ask for the address of a name when it needs it, not at the start.
    return [
      NginxDirective("set", .variable(.target), .value(.checked([server]))),
      NginxDirective(
        "proxy_pass", .value(.checked([scheme, .variable(.target)] + auth.target.nginxParts))),
    ]
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
      .text("://"), .variable(.host), .variable(NginxVariable("request_uri")),
    ]
  }
}
