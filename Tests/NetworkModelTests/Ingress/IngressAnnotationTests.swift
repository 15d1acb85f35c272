import Diagnostics
import NetworkTypes
import Testing

@testable import NetworkModel

/// Every annotation, with values that it takes and values that it refuses.
struct IngressAnnotationTests {
  /// Values that each annotation takes; the first is used where several are combined.
  static let good: [String: [String]] = [
    "rewrite-target": ["/", "/x/y", "/x-(1)"], "use-regex": ["true", "false", "1", "T"],
    "app-root": ["/app", "/app?x=1"], "server-alias": ["x.example", "x.example, *.y.example"],
    "upstream-vhost": ["inner.example"], "x-forwarded-prefix": ["/app", "/a/b"],
    "ssl-redirect": ["false", "0"], "force-ssl-redirect": ["false"],
    "preserve-trailing-slash": ["true"],
    "permanent-redirect": ["https://new.example", "https://new.example$request_uri", "/new"],
    "permanent-redirect-code": ["308"], "temporal-redirect": ["http://x.example:8080/a?b=c#d"],
    "temporal-redirect-code": ["307"], "from-to-www-redirect": ["true"],
    "backend-protocol": ["HTTP", "https", "GRPC", "grpcs", "AUTO_HTTP"],
    "proxy-connect-timeout": ["5"],
    "proxy-send-timeout": ["60"], "proxy-read-timeout": ["3600"],
    "proxy-next-upstream": ["error timeout http_502", "off"], "proxy-next-upstream-tries": ["0"],
    "proxy-next-upstream-timeout": ["0"], "proxy-http-version": ["1.0", "1.1"],
    "service-upstream": ["true"],
    "upstream-hash-by": ["$request_uri", "$http_x_user-$arg_id", "${cookie_ID}x"],
    "load-balance": ["round_robin", "ewma", "least_conn", "ip_hash"],
    "proxy-body-size": ["0", "8m", "1G", "100k", "5"], "client-body-buffer-size": ["16k"],
    "proxy-buffering": ["on", "off"], "proxy-buffers-number": ["4"],
    "proxy-buffer-size": ["8k"], "proxy-busy-buffers-size": ["8k"],
    "proxy-max-temp-file-size": ["0", "1024m"], "proxy-request-buffering": ["off"],
    "whitelist-source-range": ["10.0.0.0/8,2001:db8::/32", "192.0.2.1", "10.1.2.3/8"],
    "allowlist-source-range": ["10.0.0.0/8"], "denylist-source-range": ["0.0.0.0/0"],
    "auth-type": ["basic"], "auth-secret": ["users"], "auth-secret-type": ["auth-map"],
    "auth-realm": ["Who's there; \"you\" $x?"],
    "auth-url": [
      "http://auth.example:8080/check?x=1", "https://$host/oauth2/auth", "http://192.0.2.1",
      "http://auth.example/check?for=$escaped_request_uri", "https://$host$request_uri",
      "http://auth.example:81${request_uri}", "http://$host?at=$http_host",
    ],
    "auth-method": ["POST"],
    "auth-signin": ["https://$host/oauth2/start?rd=$escaped_request_uri", "/login"],
    "auth-signin-redirect-param": ["rd"], "auth-response-headers": ["X-User, X-Groups"],
    "auth-proxy-set-headers": ["default/headers", "headers"],
    "auth-request-redirect": ["https://x.example/a?b=c", "/after"],
    "auth-always-set-cookie": ["true"],
    "auth-cache-key": [
      "$remote_user$http_authorization", "${cookie_session}-x", "$request_uri$http_x_api_key",
    ],
    "auth-cache-duration": ["200 202 401 5m", "200 1h, 401 403 30s, any 1d", "10m"],
    "auth-keepalive": ["0", "16"], "auth-keepalive-requests": ["100"],
    "auth-keepalive-timeout": ["30"], "auth-keepalive-share-vars": ["false", "true"],
    "limit-rps": ["10"], "limit-rpm": ["300"], "limit-connections": ["5"],
    "limit-burst-multiplier": ["3"], "limit-rate": ["100"], "limit-rate-after": ["10"],
    "limit-whitelist": ["10.0.0.0/8"], "limit-allowlist": ["10.0.0.0/8"],
    "enable-cors": ["true"],
    "cors-allow-origin": ["*", "https://*.x.example, http://y.example:81"],
    "cors-allow-methods": ["GET, POST"], "cors-allow-headers": ["X-One,X-Two"],
    "cors-expose-headers": ["X-One"], "cors-allow-credentials": ["false"],
    "cors-max-age": ["600"], "affinity": ["cookie"], "affinity-mode": ["persistent"],
    "affinity-canary-behavior": ["sticky", "legacy"],
    "session-cookie-name": ["route"], "session-cookie-path": ["/app"],
    "session-cookie-domain": ["x.example"], "session-cookie-max-age": ["172800"],
    "session-cookie-expires": ["172800"], "session-cookie-samesite": ["Lax", "None"],
    "session-cookie-secure": ["true"], "canary": ["true"], "canary-by-header": ["X-Canary"],
    "canary-by-header-value": ["yes please"], "canary-by-header-pattern": ["^(new|beta-\\d+)$"],
    "canary-by-cookie": ["canary"],
    "canary-weight": ["10"], "canary-weight-total": ["1000"],
    "custom-http-errors": ["404,503"], "default-backend": ["d"],
    "enable-access-log": ["false"],
  ]

  /// Text that no annotation may take, whatever it is for.
  static let hostile = [
    "", " ", "\n", "a\nb", "x\r", "\u{0}", "x\u{0}", "x\u{85}y", "\u{2028}", "\u{202E}x", "ü", "１",
    "x;", "x}", "{", "x\"; return 200 \"y", "\\", "x\\", "$", "$x", "x$",
    "'; include /etc/passwd;#",
    "/x/{alias /etc/;}location ~ /y", "/x\n{\nalias /etc/;\n}", "true\n", "10\n", "60\r",
    "10.0.0.0/8\n}", "https://x.example\n", "https://x.example;x", "https://x.example{",
    "https://x.example/\"", "https://x.example/$document_root", "GET;", "basic;", "../../etc",
    "a/b/c", "x y;", "#", "# x", "load_module", "0x10", "-1", "1e3", "99999999999999999999",
    String(repeating: "x", count: 5000),
  ]

  private static let readable = IngressAnnotations.all.filter {
    if case .read = $0.use { true } else { false }
  }

  private static func problem(_ annotation: IngressAnnotation, _ value: String) -> String? {
    guard case .read(let read) = annotation.use else { return "is not read" }
    var terms = IngressTerms(origin: Self.origin)
    do throws(AnnotationProblem) {
      try read(value, &terms)
      return nil
    } catch {
      return error.message
    }
  }

  private static let origin = HTTPOrigin(
    object: "Ingress default/web", name: ObjectName(namespace: "default", name: "web"),
    range: SourceRange(file: 0, start: 0, end: 0))

  @Test func `each annotation takes what it is for`() {
    #expect(Set(Self.readable.map(\.name)) == Set(Self.good.keys))
    for annotation in Self.readable {
      for value in Self.good[annotation.name, default: []] {
        #expect(Self.problem(annotation, value) == nil, "\(annotation.name): \(value)")
      }
    }
  }

  @Test func `no annotation takes hostile text, but those that take any printable text`() {
    // What nginx gets of these is quoted; line breaks and characters beyond ASCII never pass.
    let free = ["auth-realm", "canary-by-header-value"]
    for annotation in Self.readable {
      for value in Self.hostile {
        if free.contains(annotation.name), value.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) {
          continue
        }
        if Self.isFine(value, for: annotation.name) { continue }
        #expect(
          Self.problem(annotation, value) != nil, "\(annotation.name): \(value.debugDescription)")
      }
    }
  }

  /// Of the hostile texts, some are legal paths, names or lists of some annotations.
  private static func isFine(_ value: String, for name: String) -> Bool {
    switch name {
    case "canary-by-header-pattern":
      // A `$` is the end of the value, and only there.
      !value.isEmpty
        && (value.last == "$" ? value.dropLast() : value[...]).utf8.allSatisfy {
          !" \"';#%&<>`~{}$".utf8.contains($0) && (0x20..<0x7F).contains($0)
        }
    case "auth-response-headers", "cors-allow-headers", "cors-expose-headers", "auth-secret",
      "session-cookie-name", "canary-by-header", "canary-by-cookie", "auth-signin-redirect-param":
      ["load_module", "0x10", "1e3", "-1", "99999999999999999999"].contains(value)
    case "upstream-vhost", "server-alias", "session-cookie-domain", "default-backend",
      "auth-proxy-set-headers":
      ["0x10", "1e3", "99999999999999999999"].contains(value)
    case "auth-request-redirect":
      !value.isEmpty
        && value.utf8.allSatisfy {
          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/:,?&=%".utf8.contains(
            $0)
        } && value.utf8.count < 1_024
    default: false
    }
  }

  @Test func `names are there once, and every one has its line`() {
    let names = IngressAnnotations.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.count > 120)
    for annotation in IngressAnnotations.all {
      #expect(!annotation.grammar.isEmpty && !annotation.meaning.isEmpty, "\(annotation.name)")
      #expect(!annotation.meaning.hasSuffix("."), "\(annotation.name)")
    }
  }

  private static func codes(_ annotations: [String: String], path: String = "/x") -> [String] {
    Ingress.lower([
      Ingress.object(
        "web", [(path, "ImplementationSpecific", "a")], annotations: annotations)
    ]).codes
  }

  @Test(arguments: [
    (["proxy-read-timeout": "60s"], "NC0720"), (["proxy-read-timout": "60"], "NC0721"),
    (["configuration-snippet": "x"], "NC0722"), (["server-snippet": "x"], "NC0722"),
    (["auth-snippet": "x"], "NC0722"), (["modsecurity-snippet": "x"], "NC0722"),
    (["auth-tls-secret": "default/ca"], "NC0723"), (["ssl-passthrough": "true"], "NC0723"),
    (["mirror-target": "https://x.example"], "NC0723"), (["session-cookie-name": "x"], "NC0724"),
    (
      ["permanent-redirect": "https://b.example", "temporal-redirect": "https://c.example"],
      "NC0725"
    ),
    (["proxy-busy-buffers-size": "64k"], "NC0725"), (["proxy-buffers-number": "2"], "NC0725"),
    (["proxy-buffer-size": "512"], "NC0725"), (["auth-type": "basic"], "NC0725"),
    (
      ["auth-url": "http://192.0.2.1/", "custom-http-errors": "401", "default-backend": "d"],
      "NC0725"
    ),
    (
      [
        "auth-url": "http://192.0.2.1/", "backend-protocol": "GRPCS",
        "auth-response-headers": "X-Short, \(String(repeating: "n", count: 47))",
      ], "NC0725"
    ),
    (["rewrite-target": "/$1"], "NC0726"), (["force-ssl-redirect": "true"], "NC0732"),
    (["ssl-redirect": "true"], "NC0724"), (["app-root": "/"], "NC0720"),
    (["app-root": "/x"], "NC0724"),
    (["permanent-redirect": "https://b.example", "rewrite-target": "/"], "NC0724"),
    (["default-backend": "gone"], "NC0704"), (["from-to-www-redirect": "maybe"], "NC0720"),
    (["auth-cache-duration": "200 5m"], "NC0724"), (["auth-keepalive": "1"], "NC0724"),
    (["auth-url": "http://gone.default.svc/"], "NC0704"),
    (["auth-url": "http://a.default.svc.cluster.local:81/"], "NC0705"),
  ])
  func `what is wrong with annotations is said once`(
    _ annotations: [String: String], _ code: String
  ) {
    #expect(Self.codes(annotations) == [code])
  }

  @Test func `a header for gRPC may have a name of 46 bytes, and a longer one for HTTP`() {
    for (count, backend) in [(46, "GRPC"), (47, "HTTPS")] {
      #expect(
        Self.codes([
          "auth-url": "http://192.0.2.1/", "backend-protocol": backend,
          "auth-response-headers": String(repeating: "n", count: count),
        ]).isEmpty)
    }
  }

  @Test(arguments: ["ssl-passthrough", "satisfy", "proxy-ssl-verify", "mirror-request-body"])
  func `an unsupported annotation may say that nothing is to be done`(_ name: String) {
    let values = ["satisfy": "all", "proxy-ssl-verify": "off", "mirror-request-body": "off"]
    #expect(Self.codes([name: values[name, default: "false"]]).isEmpty)
  }

  @Test func `annotations of others' objects are not looked at`() {
    let object = Ingress.object(
      "web", [("/", "Prefix", "a")], annotations: ["configuration-snippet": "x"]
    ).replacing("ingressClassName: nginx", with: "ingressClassName: other")
    let other = """
      apiVersion: networking.k8s.io/v1
      kind: IngressClass
      metadata: {name: other}
      spec: {controller: example.com/other}
      """
    #expect(Ingress.lower([object, other]).codes.isEmpty)
  }

  @Test func `values go where they belong`() throws {
    let network = try Ingress.lower([
      Ingress.object(
        "web", [("/x(/|$)(.*)", "ImplementationSpecific", "a")],
        annotations: [
          "rewrite-target": "/$2", "proxy-body-size": "8m", "proxy-read-timeout": "90",
          "allowlist-source-range": "10.1.2.3/8, 192.0.2.1", "affinity": "cookie",
          "backend-protocol": "grpcs", "enable-cors": "true", "limit-rps": "10",
          "auth-url": "http://b.default.svc.cluster.local/check", "custom-http-errors": "503,404",
          "default-backend": "d", "from-to-www-redirect": "true",
        ])
    ]).network
    let policy = network.http.policies[1]
    #expect(policy.rewrite?.parts == [.literal("/"), .capture(2)])
    #expect(policy.body.maximumBytes == 8 << 20)
    #expect(policy.timeouts.readSeconds == 90)
    #expect(policy.allowedSources.map(\.description) == ["10.0.0.0/8", "192.0.2.1/32"])
    #expect(policy.cookieAffinity?.cookie.text == "INGRESSCOOKIE")
    #expect(policy.backendProtocol == .grpcs)
    #expect(policy.cors?.methods.count == 6)
    #expect(policy.limits.requestsPerSecond == 10)
    #expect(policy.interceptedStatuses == [404, 503])
    #expect(policy.errorBackend.map(network.name) == "d")
    #expect(network.http.hosts[0].redirectedName.map { "\($0.value)" } == "www.h.example")
    guard case .upstream(let index) = policy.externalAuth?.url.value.server else {
      Issue.record("no Service")
      return
    }
    #expect(network.name(of: .upstream(index)) == "b")
  }

  @Test func `a canary joins the rule of the same path, and once`() throws {
    func canary(_ name: String, _ path: String, _ service: String) -> String {
      Ingress.object(
        name, [(path, "Prefix", service)],
        annotations: ["canary": "true", "canary-weight": "20", "canary-by-header": "X-New"])
    }
    let main = Ingress.object("main", [("/", "Prefix", "a"), ("/x", "Prefix", "b")])
    let lowering = Ingress.lower([main, canary("new", "/", "c")])
    let rules = try lowering.network.http.hosts[0].rules
    #expect(rules.map { $0.canary?.weight } == [nil, 20])
    #expect(rules[1].canary.map { (try? lowering.network.name(of: $0.backend)) ?? "" } == "c")
    #expect(Ingress.lower([main, canary("new", "/y", "c")]).codes == ["NC0728"])
    #expect(
      Ingress.lower([main, canary("n1", "/", "c"), canary("n2", "/", "d")]).codes == ["NC0708"])
  }
}
