import NetworkTypes
import Planning

/// What a location says beside whom it passes requests to, where that is not the default of
/// nginx.conf.
struct NginxPolicies {
  let plan: HTTPPlan

  /// - Parameter sendsStrictTransport: Whether the server says it, which a location repeats when
  ///   it has headers of its own.
  /// - Parameter isAsked: Whether another server is asked here whether a request may pass.
  func directives(
    _ position: Int, isAsked: Bool, sendsStrictTransport: Bool
  ) -> [NginxDirective] {
    let policy = plan.policies[position]
    return access(policy) + NginxLimits(policy: policy.limits, position: position).directives
      + body(policy)
      + answerHeaders(position, isAsked: isAsked, sendsStrictTransport: sendsStrictTransport)
      + preflight(policy)
      + (policy.logsAccess || !plan.settings.logsAccess
        ? [] : [NginxDirective("access_log", .word("off"))])
  }

  // MARK: Who may ask

  private func access(_ policy: HTTPPolicyPlan) -> [NginxDirective] {
    var directives = policy.deniedSources.map { NginxDirective("deny", .token($0)) }
    directives += policy.allowedSources.map { NginxDirective("allow", .token($0)) }
    if !policy.allowedSources.isEmpty { directives.append(NginxDirective("deny", .word("all"))) }
    if let auth = policy.basicAuth {
      directives.append(
        NginxDirective("auth_basic", .value(.checked([.text(auth.realm.text)]))))
      directives.append(
        NginxDirective(
          "auth_basic_user_file", .joined(.word("private/"), .token(auth.file), .word(".users"))))
    }
    return directives
  }

  private func body(_ policy: HTTPPolicyPlan) -> [NginxDirective] {
    var directives: [NginxDirective] = []
    if policy.maximumBodyBytes != NginxDefaults.bodyBytes {
      directives.append(NginxDirective("client_max_body_size", .number(policy.maximumBodyBytes)))
    }
    if let bytes = policy.bodyBufferBytes {
      directives.append(NginxDirective("client_body_buffer_size", .number(bytes)))
    }
    return directives
  }

  // MARK: What the client sees

  /// All of them, or none: a location with one of its own inherits none.
  func answerHeaders(
    _ position: Int, isAsked: Bool, sendsStrictTransport: Bool
  ) -> [NginxDirective] {
    let policy = plan.policies[position]
    var headers: [NginxDirective] = []
    if isAsked, let auth = policy.externalAuth {
      let cookie = NginxArgument.variable(NginxExternalAuth.cookie(position))
      headers.append(
        NginxDirective(
          "add_header",
          [.word("Set-Cookie"), cookie]
            + (auth.alwaysSetsCookie ? [.word("always")] : [])))
    }
    if policy.affinityCookie != nil {
      headers.append(
        NginxDirective(
          "add_header", .word("Set-Cookie"), .variable(NginxVariable(own: "set_cookie", position))
        ))
    }
    if let cors = policy.cors { headers += crossOrigin(cors, position) }
    guard !headers.isEmpty else { return [] }
    if sendsStrictTransport, let strict = plan.settings.strictTransport {
      headers.append(strict.directive)
    }
    return headers
  }

  /// Those that only ask whether they may ask are answered here, and anybody may.
  private func preflight(_ policy: HTTPPolicyPlan) -> [NginxDirective] {
    guard policy.cors != nil else { return [] }
    return [
      NginxDirective(
        "if", [.word("($request_method"), .word("="), .word("OPTIONS)")],
        block: [NginxDirective("return", .number(204))])
    ]
  }

  private func crossOrigin(_ cors: HTTPCrossOriginPlan, _ position: Int) -> [NginxDirective] {
    var directives = [
      Self.header(
        "Access-Control-Allow-Origin",
        cors.origins.isEmpty ? .word("*") : .variable(NginxVariable(own: "origin", position)))
    ]
    if !cors.origins.isEmpty { directives.append(Self.header("Vary", .word("Origin"))) }
    if cors.allowsCredentials {
      directives.append(Self.header("Access-Control-Allow-Credentials", .word("true")))
    }
    directives += list("Access-Control-Allow-Methods", cors.methods)
    directives += list("Access-Control-Allow-Headers", cors.headers)
    directives += list("Access-Control-Expose-Headers", cors.exposedHeaders)
    directives.append(
      Self.header("Access-Control-Max-Age", .number(cors.maximumAgeSeconds)))
    return directives
  }

  /// So many tokens fit a header line, whatever their length; a list may have several lines.
  private static let tokensPerLine = 25

  private func list(_ name: StaticString, _ tokens: [HTTPToken]) -> [NginxDirective] {
    stride(from: 0, to: tokens.count, by: Self.tokensPerLine).map { start in
      let line = tokens[start..<min(start + Self.tokensPerLine, tokens.count)]
      let text = line.map(\.text).joined(separator: ", ")
      return Self.header(name, .value(.checked([.text(text)])))
    }
  }

  private static func header(_ name: StaticString, _ value: NginxArgument) -> NginxDirective {
    NginxDirective("add_header", .word(name), value, .word("always"))
  }
}

extension StrictTransportPlan {
  var directive: NginxDirective {
    var text = "max-age=\(maximumAgeSeconds)"
    if includesSubdomains { text += "; includeSubDomains" }
    if preload { text += "; preload" }
    return NginxDirective(
      "add_header", .word("Strict-Transport-Security"), .value(.checked([.text(text)])),
      .word("always"))
  }
}
