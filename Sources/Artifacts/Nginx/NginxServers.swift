import NetworkTypes
import Planning

/// `servers/HOST.conf`: what is answered under one host.
struct NginxServers {
  let plan: HTTPPlan

  /// The file name, without its ending: the host; `_.` and the rest for a wildcard, `_default` for
  /// any host, since no host begins with `_`.
  static func fileName(_ pattern: HostPattern) -> PlainToken {
    switch pattern {
    case .exact(let name): StableNames.file(name.text)
    case .oneLabel(let name): StableNames.file("_.\(name)")
    case .anyLabels(let name): StableNames.file("_..\(name)")
    case .any: PlainToken("_default")
    }
  }

  func document(_ server: HTTPServerPlan) -> NginxDocument {
    NginxDocument(
      heading: "one host, over HTTP and HTTPS", directives: redirect(server) + servers(server))
  }

  private func servers(_ server: HTTPServerPlan) -> [NginxDirective] {
    guard let certificate = server.certificate else {
      return [block(server, Listening(plain: true, secure: false), server.locations)]
        + refusal(server)
    }
    guard let plain = server.plain else {
      return [
        block(
          server, Listening(plain: true, secure: true), server.locations, tls: tls(certificate))
      ]
    }
    return [
      block(server, Listening(plain: true, secure: false), plain),
      block(
        server, Listening(plain: false, secure: true), server.locations,
        tls: tls(certificate) + strictTransport, sendsStrictTransport: true),
    ]
  }

  private struct Listening {
    let plain: Bool
    let secure: Bool
  }

  private func block(
    _ server: HTTPServerPlan, _ listening: Listening, _ locations: [HTTPLocationPlan],
    tls: [NginxDirective] = [], sendsStrictTransport: Bool = false
  ) -> NginxDirective {
    let hasStrictTransport = sendsStrictTransport && plan.settings.strictTransport != nil
    let printer = NginxLocations(plan: plan, sendsStrictTransport: hasStrictTransport)
    let names = [server.pattern] + server.aliases
    return NginxDirective(
      "server", [],
      block: listen(server.pattern, listening)
        + [NginxDirective("server_name", names.map(\.nginxName))] + tls
        + printer.directives(locations)
        + shared(locations, sendsStrictTransport: hasStrictTransport))
  }

  private func listen(_ pattern: HostPattern, _ listening: Listening) -> [NginxDirective] {
    let isDefault = pattern == .any
    var files: [NginxDirective] = []
    if listening.plain {
      files.append(
        NginxDirective(
          "include", .word(isDefault ? "listen/http-default.conf" : "listen/http.conf")))
    }
    if listening.secure {
      files.append(
        NginxDirective(
          "include", .word(isDefault ? "listen/https-default.conf" : "listen/https.conf")))
    }
    return files
  }

  private func tls(_ certificate: PlainToken) -> [NginxDirective] {
    [
      NginxDirective(
        "ssl_certificate", .joined(.word("tls/"), .token(certificate), .word(".crt"))),
      NginxDirective(
        "ssl_certificate_key", .joined(.word("private/"), .token(certificate), .word(".key"))),
    ]
  }

  private var strictTransport: [NginxDirective] {
    plan.settings.strictTransport.map { [$0.directive] } ?? []
  }

  /// Names that no server has are refused before a certificate is shown.
  private func refusal(_ server: HTTPServerPlan) -> [NginxDirective] {
    guard server.pattern == .any, plan.servesTLS else { return [] }
    return [
      NginxDirective(
        "server", [],
        block: [
          NginxDirective("include", .word("listen/https-default.conf")),
          NginxDirective("server_name", .word("_")),
          NginxDirective("ssl_reject_handshake", .word("on")),
        ])
    ]
  }

  /// Another name, with or without `www.`, is sent to this one.
  private func redirect(_ server: HTTPServerPlan) -> [NginxDirective] {
    guard let other = server.redirectedName, case .exact(let name) = server.pattern else {
      return []
    }
    let certificate = server.redirectsOverTLS ? server.certificate : nil
    let url: [NginxValue.Part] = [
      .variable(NginxVariable("scheme")), .text("://\(name)"),
      .variable(NginxVariable("request_uri")),
    ]
    return [
      NginxDirective(
        "server", [],
        block: listen(other, Listening(plain: true, secure: certificate != nil))
          + [NginxDirective("server_name", other.nginxName)]
          + (certificate.map(tls) ?? [])
          + [NginxDirective("return", .number(308), .value(.checked(url)))])
    ]
  }

  /// Locations that others lead to, for each policy once.
  private func shared(
    _ locations: [HTTPLocationPlan], sendsStrictTransport: Bool
  ) -> [NginxDirective] {
    var seen = Set<Int>()
    return locations.flatMap(\.policies).filter { seen.insert($0).inserted }.sorted().flatMap {
      NginxExternalAuth(plan: plan).locations($0, sendsStrictTransport: sendsStrictTransport)
        + NginxErrors(plan: plan).locations($0)
    }
  }
}

extension HTTPPlan {
  var servesTLS: Bool { servers.contains { $0.certificate != nil } }
}

extension HTTPLocationPlan {
  fileprivate var policies: [Int] {
    switch body {
    case .answer(let answer): [answer.policy]
    case .within(let inner): inner.flatMap(\.policies)
    }
  }
}

extension HostPattern {
  fileprivate var nginxName: NginxArgument {
    switch self {
    case .exact(let name): .token(name)
    case .oneLabel(let name): .wildcard(name, "^[^.]+")
    case .anyLabels(let name): .wildcard(name, "^.+")
    case .any: .word("_")
    }
  }
}

extension NginxArgument {
  /// A name of nginx' own kind, `*.x`, stands for any number of labels and wins over expressions.
  fileprivate static func wildcard(_ name: DNSSubdomain, _ start: StaticString) -> NginxArgument {
    guard let regex = NginxRegex(quoting: ".\(name)", prefix: start, suffix: "$") else {
      preconditionFailure("a host fits a token")
    }
    return .name(matching: regex)
  }
}
