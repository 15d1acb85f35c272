import NetworkTypes
import Planning

/// What a backend is told of a request. nginx inherits all of it or nothing, so a location that
/// wants one header otherwise has to repeat the rest.
struct NginxHeaders {
  private(set) var values: [(name: NginxArgument, value: NginxArgument)]

  /// What ingress-nginx sends (rootfs/etc/nginx/template/nginx.tmpl); `Proxy` for httpoxy
  /// (CVE-2016-5385).
  static func common(_ settings: HTTPSettingsPlan) -> NginxHeaders {
    settings.makesRequestIDs ? all : all.without("X-Request-ID")
  }

  private static let all = NginxHeaders([
    ("Host", .variable(.host)), ("X-Request-ID", .variable(.requestID)),
    ("X-Real-IP", .word("$remote_addr")), ("X-Forwarded-For", .word("$remote_addr")),
    ("X-Forwarded-Host", .variable(.host)), ("X-Forwarded-Port", .word("$server_port")),
    ("X-Forwarded-Proto", .word("$scheme")), ("X-Forwarded-Scheme", .word("$scheme")),
    ("X-Scheme", .word("$scheme")),
    ("X-Original-Forwarded-For", .word("$http_x_forwarded_for")), ("Proxy", .word("\"\"")),
  ])

  private init(_ values: [(StaticString, NginxArgument)]) {
    self.values = values.map { (.word($0.0), $0.1) }
  }

  /// The directives, for HTTP or gRPC; a connection that is upgraded is a thing of HTTP 1.1.
  ///
  /// - Parameter upgrades: Whether the connection may become another protocol's.
  func directives(isGRPC: Bool, upgrades: Bool = true) -> [NginxDirective] {
    let name: StaticString = isGRPC ? "grpc_set_header" : "proxy_set_header"
    let upgrade = [
      NginxDirective(name, .word("Upgrade"), .word(upgrades ? "$http_upgrade" : "\"\"")),
      NginxDirective(name, .word("Connection"), upgrades ? .variable(.connection) : .word("\"\"")),
    ]
    return values.map { NginxDirective(name, $0.name, $0.value) } + (isGRPC ? [] : upgrade)
  }

  /// A client's own passes as it is.
  private func without(_ name: StaticString) -> NginxHeaders {
    var headers = self
    headers.values.removeAll { $0.name.isSameHeader(as: .word(name)) }
    return headers
  }

  /// With one header otherwise, or more.
  mutating func set(_ name: StaticString, _ value: NginxArgument) { set(.word(name), value) }

  mutating func set(_ name: NginxArgument, _ value: NginxArgument) {
    values.removeAll { $0.name.isSameHeader(as: name) }
    values.append((name, value))
  }
}

extension NginxArgument {
  fileprivate func isSameHeader(as other: NginxArgument) -> Bool {
    String(decoding: source, as: UTF8.self).lowercased()
      == String(decoding: other.source, as: UTF8.self).lowercased()
  }
}

extension NginxVariable {
  /// The `Host` of the request; HTTP 1.0 does without.
  static let host = NginxVariable("netc_host")
  /// The client's own, or one that nginx makes.
  static let requestID = NginxVariable("netc_request_id")
  /// `upgrade` where the client asks for one, else nothing, so that connections are kept.
  static let connection = NginxVariable("netc_connection")
  /// Set where whoever ended TLS before the nodes says that the client's connection is plain.
  static let isPlain = NginxVariable("netc_is_plain")
  /// What a location has to choose before it passes a request on.
  static let target = NginxVariable("netc_target")
}
