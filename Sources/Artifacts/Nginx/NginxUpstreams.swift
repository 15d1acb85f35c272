import NetworkTypes
import Planning

/// `upstreams.conf`: the pods behind each port of a Service.
struct NginxUpstreams {
  /// What a server and an upstream take of the shared memory, rounded up, and what it takes itself.
  private enum Memory {
    static let perServer = 2_048
    static let perUpstream = 4_096
    static let base = 1 << 20
  }
  let plan: HTTPPlan
  let cookies: NginxCookies

  var document: NginxDocument {
    NginxDocument(
      heading: "the endpoints of each port of a Service",
      directives: plan.upstreams.indices.map(upstream))
  }

  private func upstream(_ position: Int) -> NginxDirective {
    let upstream = plan.upstreams[position]
    let servers = upstream.servers.map { server in
      NginxDirective(
        "server", .socket(server.address, server.port), .word("max_fails=3"),
        .word("fail_timeout=5s"))
    }
    return NginxDirective(
      "upstream", [.token(upstream.name)],
      block: [zone(isFirst: position == 0)] + balance(upstream.balance) + servers
        + keepalive(upstream.keepalive))
  }

  /// All upstreams share one, whose size is said once.
  private func zone(isFirst: Bool) -> NginxDirective {
    guard isFirst else { return NginxDirective("zone", .word("netc_upstreams")) }
    let servers = plan.upstreams.reduce(0) { $0 + $1.servers.count }
    let bytes =
      Memory.base + plan.upstreams.count * Memory.perUpstream + servers * Memory.perServer
    return NginxDirective("zone", .word("netc_upstreams"), .number((bytes >> 20) + 1, "m"))
  }

  private func balance(_ balance: HTTPBalancePlan) -> [NginxDirective] {
    switch balance {
    case .roundRobin: []
    case .leastConnections: [NginxDirective("least_conn")]
    case .clientAddress: [hash([.variable(NginxVariable("binary_remote_addr"))])]
    case .cookie(let cookie): [hash([.variable(cookies.sticky(cookie))])]
    case .hash(let parts): [hash(parts.map(part))]
    }
  }

  private func hash(_ parts: [NginxValue.Part]) -> NginxDirective {
    NginxDirective("hash", .value(.checked(parts)), .word("consistent"))
  }

  private func part(_ part: HTTPHashPlan) -> NginxValue.Part {
    switch part {
    case .literal(let text): .text(text.text)
    case .requestURI: .variable(NginxVariable("request_uri"))
    case .uri: .variable(NginxVariable("uri"))
    case .host: .variable(NginxVariable("host"))
    case .remoteAddress: .variable(NginxVariable("remote_addr"))
    case .query: .variable(NginxVariable("args"))
    case .header(let name): .variable(NginxVariable("http_", header: name))
    case .cookie(let name): .variable(cookies.value(name))
    case .parameter(let name): .variable(NginxVariable("arg_", header: name))
    }
  }

  private func keepalive(_ keepalive: HTTPKeepalivePlan) -> [NginxDirective] {
    [
      NginxDirective("keepalive", .number(keepalive.connections)),
      NginxDirective("keepalive_requests", .number(keepalive.requests)),
      NginxDirective("keepalive_timeout", .number(keepalive.seconds, "s")),
    ]
  }
}

extension NginxArgument {
  /// `10.244.1.2:8080`, `[fd00::2]:8080`.
  static func socket(_ address: IPAddress, _ port: Port) -> NginxArgument {
    switch address.family {
    case .ipv4: .joined(.token(address), .word(":"), .token(port))
    case .ipv6: .joined(.word("["), .token(address), .word("]:"), .token(port))
    }
  }
}

extension NginxValue {
  /// A value of parts that the types of the plan keep short.
  static func checked(_ parts: [Part]) -> NginxValue {
    guard let value = NginxValue(parts) else { preconditionFailure("a value fits a token") }
    return value
  }
}

extension NginxValue.Part {
  /// Text that the types of the plan keep printable and short.
  static func text(_ text: String) -> NginxValue.Part { .literal(.checked(text)) }
}

extension NginxLiteral {
  /// A text that the types of the plan keep printable and short.
  static func checked(_ text: String) -> NginxLiteral {
    guard let literal = NginxLiteral(text) else { preconditionFailure("a text fits a token") }
    return literal
  }
}
