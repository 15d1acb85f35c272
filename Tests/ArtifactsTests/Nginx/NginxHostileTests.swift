import Diagnostics
import NetworkModel
import NetworkTypes
import TestSupport
import Testing

@testable import Artifacts
@testable import Planning

/// Every place of an Ingress that takes text, with every payload: what is accepted becomes the
/// directives of the document and no other, as nginx' lexer reads them.
@Suite struct NginxHostileTests {
  private static let prefix = "nginx.ingress.kubernetes.io"

  /// Annotations that take some text, as `KEY: TEXT` with `@` for the payload.
  private static let annotations = [
    "rewrite-target: /@", "rewrite-target: /$1@", "app-root: /@", "permanent-redirect: https://x/@",
    "temporal-redirect: https://x/@", "upstream-vhost: @", "x-forwarded-prefix: /@",
    "auth-url: http://192.0.2.9/@", "auth-url: http://$host$request_uri@",
    "server-alias: @", "cors-allow-origin: https://@",
    "cors-allow-headers: @", "cors-allow-methods: @", "cors-expose-headers: @",
    "whitelist-source-range: @", "denylist-source-range: @", "limit-allowlist: @",
    "upstream-hash-by: $arg_@", "upstream-hash-by: @", "proxy-body-size: @",
    "proxy-next-upstream: @", "custom-http-errors: @", "backend-protocol: @", "load-balance: @",
    "auth-realm: @", "canary-by-header-pattern: @", "configuration-snippet: @", "server-snippet: @",
    "proxy-read-timeout: @", "auth-cache-key: $cookie_a@", "auth-cache-key: @",
    "auth-cache-duration: 200 @", "auth-request-redirect: /@", "auth-proxy-set-headers: default/@",
    "auth-keepalive: @",
  ]

  /// What the others need beside them.
  private static let auth = [
    "auth-url: \"http://192.0.2.9/\"", "auth-cache-key: \"$http_authorization\"",
    "auth-signin: \"/login\"", "auth-keepalive: \"4\"",
  ]

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F || (0x80..<0xA0) ~= scalar.value:
        let digits = String(scalar.value, radix: 16)
        result += "\\x" + (digits.count == 1 ? "0" : "") + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private func world(path: String, type: String, annotations: [String]) -> String {
    """
    apiVersion: netc.dev/v1alpha1
    kind: Cluster
    metadata: {name: lab}
    spec:
      podCIDRs: [10.244.0.0/16]
      serviceCIDRs: [10.96.0.0/16]
      dns: {upstreams: [192.0.2.53]}
      ingress: {class: nginx, nodes: [node-a]}
      nodes: [{name: node-a, addresses: [192.168.56.11]}]
    ---
    apiVersion: networking.k8s.io/v1
    kind: IngressClass
    metadata: {name: nginx}
    spec: {controller: k8s.io/ingress-nginx}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web}
    spec: {ports: [{port: 80}]}
    ---
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata: {name: web, labels: {kubernetes.io/service-name: web}}
    addressType: IPv4
    ports: [{port: 80}]
    endpoints: [{addresses: [10.9.0.1]}]
    ---
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: web
      annotations:
        a: b
    \(annotations.map { "    \(Self.prefix)/\($0)" }.joined(separator: "\n"))
    spec:
      ingressClassName: nginx
      rules:
        - host: x.example
          http:
            paths:
              - path: \(Self.quoted(path))
                pathType: \(type)
                backend: {service: {name: web, port: {number: 80}}}
    """
  }

  /// Nil where the input has an error, and so nothing would be written.
  private func plan(_ text: String) -> HTTPPlan? {
    let compiled = compileYAML(text)
    let hasErrors = compiled.diagnostics.contains { $0.severity == .error }
    guard !hasErrors, let network = compiled.network else { return nil }
    return Planner.plan(network).http
  }

  private func check(_ plan: HTTPPlan, _ what: String) throws {
    for file in NginxTranslation.shared(plan) {
      let read = try NginxLexer.read(NginxPrinter(file.document).out.bytes)
      expectSame(read, file.document.directives, what)
    }
  }

  /// The words that nginx would see: the same names, as many arguments, the same blocks.
  private func expectSame(
    _ read: [NginxLexer.Directive], _ meant: [NginxDirective], _ what: String
  ) {
    guard read.count == meant.count else {
      Issue.record("\(what): \(read.count) directives in place of \(meant.count)")
      return
    }
    for (found, directive) in zip(read, meant) {
      let name = "\(directive.name)"
      let words = directive.arguments.count + (name.isEmpty ? 0 : 1)
      #expect(found.words.count == words && (name.isEmpty || found.words[0] == name), "\(what)")
      #expect((found.block == nil) == (directive.block == nil), "\(what)")
      expectSame(found.block ?? [], directive.block ?? [], what)
    }
  }

  private static var payloads: [String] { NginxTextTests.payloads + NginxTextTests.refused }

  @Test(arguments: ["Exact", "Prefix", "ImplementationSpecific"])
  func `paths are one token or refused`(_ type: String) throws {
    var accepted = 0
    for payload in Self.payloads.map({ $0.hasPrefix("/") ? $0 : "/" + $0 }) {
      for path in [payload, payload + "/(.*)"] {
        let regex = type == "ImplementationSpecific" ? ["use-regex: \"true\""] : []
        guard let plan = plan(world(path: path, type: type, annotations: regex)) else { continue }
        accepted += 1
        try check(plan, "\(type) \(path.debugDescription)")
      }
    }
    #expect(accepted > 5)
  }

  @Test func `escaped paths are one token or refused`() throws {
    var accepted = 0
    for payload in Self.payloads {
      let path =
        "/" + payload.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      guard let plan = plan(world(path: path, type: "Prefix", annotations: [])) else { continue }
      accepted += 1
      try check(plan, path)
    }
    #expect(accepted > 20)
  }

  @Test(arguments: annotations) func `annotations are tokens or refused`(
    _ annotation: String
  ) throws {
    let place = annotation.utf8.firstIndex(of: UInt8(ascii: ":")) ?? annotation.endIndex
    let key = annotation[..<place]
    let template = annotation[place...].dropFirst(2)
    for payload in Self.payloads {
      let value = template.replacing("@", with: payload)
      let text = world(
        path: "/a(.*)", type: "ImplementationSpecific",
        annotations: ["use-regex: \"true\"", "\(key): \(Self.quoted(String(value)))"]
          + Self.auth.filter { !$0.hasPrefix("\(key):") })
      guard let plan = plan(text) else { continue }
      try check(plan, "\(key): \(value.debugDescription)")
    }
  }

  /// As long as a word of nginx may be, or longer, also once it is escaped.
  private static let longTexts = ["a", "$", "\\", "\"", "$request_uri", "x,", "a.b,", "$1"].flatMap
  {
    unit in
    [400, 1_700, 3_900, 9_000].map { String(repeating: unit, count: $0 / unit.utf8.count) }
  }

  @Test(arguments: annotations) func `a long value is a token or refused`(
    _ annotation: String
  ) throws {
    let place = annotation.utf8.firstIndex(of: UInt8(ascii: ":")) ?? annotation.endIndex
    let key = annotation[..<place]
    let others = (Self.auth + ["enable-cors: \"true\"", "limit-rps: \"5\""])
      .filter { !$0.hasPrefix("\(key):") }
    for text in Self.longTexts {
      let value = annotation[place...].dropFirst(2).replacing("@", with: text)
      let written = ["use-regex: \"true\"", "\(key): \(Self.quoted(String(value)))"] + others
      let world = world(path: "/a(.*)", type: "ImplementationSpecific", annotations: written)
      guard let plan = plan(world) else { continue }
      try check(plan, "\(key): \(text.prefix(12)), \(text.utf8.count) bytes")
    }
  }

  @Test func `headers of a ConfigMap are tokens or refused`() throws {
    var accepted = 0
    for payload in Self.payloads + Self.longTexts {
      for (name, value) in [("X-A", payload), (payload, "x")] {
        let map = """

          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: ask}
          data: {\(Self.quoted(name)): \(Self.quoted(value))}
          """
        let text = world(
          path: "/", type: "Prefix",
          annotations: Self.auth + ["auth-proxy-set-headers: default/ask"])
        guard let plan = plan(text + map) else { continue }
        accepted += 1
        try check(plan, "\(name.debugDescription): \(value.debugDescription)")
      }
    }
    #expect(accepted > 5)
  }

  @Test(arguments: ["Exact", "Prefix", "ImplementationSpecific"])
  func `a long path is a token or refused`(_ type: String) throws {
    var accepted = 0
    for text in Self.longTexts {
      for rest in ["", "(.*)"] {
        let written = rest.isEmpty ? [] : ["use-regex: \"true\"", "rewrite-target: /x/$1"]
        let world = world(path: "/\(text)\(rest)", type: type, annotations: written)
        guard let plan = plan(world) else { continue }
        accepted += 1
        try check(plan, "\(type) \(text.prefix(12)), \(text.utf8.count) bytes")
      }
    }
    #expect(accepted > 3)
  }
}
