import Diagnostics
import NetworkTypes
import TestSupport
import Testing

@testable import NetworkModel

/// `auth-url` and what goes with it.
struct IngressAuthTests {
  private static let url = ["auth-url": "http://b.default.svc.cluster.local/check"]

  private static func lower(
    _ annotations: [String: String], _ more: [String] = [], url: [String: String] = url
  ) -> Lowering {
    Ingress.lower(
      more + [
        Ingress.object(
          "web", [("/x", "Prefix", "a")],
          annotations: url.merging(annotations) { _, new in new })
      ])
  }

  private static func auth(_ lowering: Lowering) throws -> ExternalAuth {
    try #require(try lowering.network.http.policies[1].externalAuth)
  }

  private static func configMap(_ data: String, name: String = "ask") -> String {
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \(name)}\ndata: \(data)\n"
  }

  @Test(arguments: [
    "http://a.example/$document_root", "http://a.example/${request_uri", "http://a.example/$",
    "http://$http_host/", "http://$hostname/", "http://a.$host/", "http://$host.evil/",
    "http://user@a.example/", "http:///x", "http://$request_uri", "//a.example/", "ftp://a.example",
    "http://a.example:$server_port/", "http://a.example/x y", "http://a.example/x;\n",
    "http://a.example$host/",
  ])
  func `a URL with other variables, or a server that is none, is refused`(_ url: String) {
    #expect(Self.lower([:], url: ["auth-url": url]).codes == ["NC0720"])
  }

  // MARK: Answers that are kept

  @Test func `a key and times become a cache`() throws {
    let lowering = Self.lower([
      "auth-cache-key": "${remote_user}-$http_authorization",
      "auth-cache-duration": "202 200 202 1h, 401 30s, any 2M, 5m",
    ])
    #expect(lowering.codes.isEmpty)
    let cache = try #require(try Self.auth(lowering).cache)
    let authorization = try #require(HTTPToken("authorization"))
    #expect(cache.key.parts == [.user, .literal("-"), .header(authorization)])
    #expect(
      cache.durations == [
        CacheDuration(.statuses([200, 202]), seconds: 3_600),
        CacheDuration(.statuses([401]), seconds: 30), CacheDuration(.any, seconds: 5_184_000),
        CacheDuration(.usual, seconds: 300),
      ])
  }

  @Test func `without times they are those of ingress-nginx`() throws {
    let cache = try #require(
      try Self.auth(Self.lower(["auth-cache-key": "$cookie_session"])).cache)
    #expect(cache.durations == [CacheDuration(.statuses([200, 202, 401]), seconds: 300)])
    #expect(try Self.auth(Self.lower([:])).cache == nil)
  }

  @Test(arguments: [
    ("$remote_user$http_authorization", []), ("$cookie_session", []), ("$http_x_api_key", []),
    ("$remote_user", ["NC0736"]), ("$remote_addr", ["NC0736"]), ("$request_uri", ["NC0736"]),
    ("$host-$http_user_agent", ["NC0736"]), ("${http_Host}$scheme", ["NC0736"]),
    ("x", ["NC0720"]), ("$uri", ["NC0720"]), ("$arg_token", ["NC0720"]), ("$args", ["NC0720"]),
    ("$http_", ["NC0720"]), ("$http_a.b", ["NC0720"]), ("${cookie_a", ["NC0720"]),
    ("$cookie_a b", ["NC0720"]), ("$cookie_a;", ["NC0720"]), ("$cookie_a\"", ["NC0720"]),
    ("$cookie_a'", ["NC0720"]), ("$cookie_a\n", ["NC0720"]), ("$cookie_a$", ["NC0720"]),
    ("$document_root", ["NC0720"]), ("$ssl_client_raw_cert", ["NC0720"]),
    ("$1$cookie_a", ["NC0720"]), ("${netc_auth_place}", ["NC0720"]),
  ])
  func `a key tells clients apart by what they know, or a warning says so`(
    _ key: String, _ codes: [String]
  ) {
    #expect(Self.lower(["auth-cache-key": key]).codes == codes)
  }

  @Test(arguments: [
    "5", "200", "5m 200", "200 5x", "99 5m", "600 5m", "200 5m;", "200 5m\n", "200 -5m",
    "any 200 5m", "200 99999999999d", ",", "200 1h 30m", "200 5ms", "200 $x 5m", "١m",
  ])
  func `times that nginx would not take are refused`(_ duration: String) {
    let codes = Self.lower([
      "auth-cache-key": "$cookie_a", "auth-cache-duration": duration,
    ]).codes
    #expect(codes == ["NC0720"])
  }

  // MARK: Connections that are kept

  @Test(arguments: [
    ("http://b.default.svc.cluster.local/", true), ("http://b.default.svc/", true),
    ("http://192.0.2.9:8080/", true), ("http://$host/", false), ("http://auth.example/", false),
  ])
  func `connections are kept to addresses alone`(_ url: String, _ isKept: Bool) throws {
    let lowering = Self.lower(
      ["auth-keepalive": "8", "auth-keepalive-timeout": "20"], url: ["auth-url": url])
    let own = lowering.codes.filter { $0 != "NC0731" }
    #expect(own == (isKept ? [] : ["NC0724"]))
    let wanted = Keepalive(connections: 8, requests: 1_000, seconds: 20)
    #expect(try Self.auth(lowering).keepalive == (isKept ? wanted : nil))
  }

  @Test func `none are asked for by 0`() throws {
    let lowering = Self.lower(["auth-keepalive": "0", "auth-keepalive-share-vars": "true"])
    #expect(lowering.codes.isEmpty)
    #expect(try Self.auth(lowering).keepalive == nil)
  }

  @Test func `a Service that stands for a name outside is asked for by that name`() throws {
    let outside = """
      apiVersion: v1
      kind: Service
      metadata: {name: out}
      spec: {type: ExternalName, externalName: auth.example, ports: [{port: 80}]}
      """
    let lowering = Self.lower([:], [outside], url: ["auth-url": "http://out.default.svc/"])
    let url = try Self.auth(lowering).url.value
    guard case .external(let name, let port) = url.server else {
      Issue.record("\(url.server)")
      return
    }
    #expect(name.text == "auth.example" && port.number == 80)
    #expect(url.host?.text == "out.default.svc")
  }

  // MARK: Headers of a ConfigMap

  @Test func `a ConfigMap says what is asked with`() throws {
    let lowering = Self.lower(
      ["auth-proxy-set-headers": "default/ask"],
      [Self.configMap("{X-B: \"\", X-A: 'a \"quote\"; $host'}")])
    #expect(lowering.codes.isEmpty)
    let headers = try Self.auth(lowering).requestHeaders
    #expect(headers.map(\.name.text) == ["X-A", "X-B"])
    #expect(headers[0].value.parts == [.literal("a \"quote\"; "), .host])
    #expect(headers[1].value.parts.isEmpty)
  }

  @Test(arguments: [
    "{\"X A\": x}", "{\"X;\": x}", "{\"X\\nY\": x}", "{ä: x}", "{X-A: \"a\\nb\"}",
    "{X-A: \"a\\r\"}",
    "{X-A: $document_root}", "{X-A: a$}", "{X-A: \"${host\"}", "{X-A: $args}", "{X-A: ä}",
    "{X-A: 5}", "{X-A: [x]}", "{Content-Length: '5'}", "{transfer-encoding: chunked}",
    "{Connection: close}", "{X-A: x, x-a: y}",
  ])
  func `entries that are no headers are errors`(_ data: String) {
    let lowering = Self.lower(
      ["auth-proxy-set-headers": "default/ask"], [Self.configMap(data)])
    #expect(lowering.codes == ["NC0735"])
    #expect(lowering.diagnostics[0].object == "ConfigMap default/ask")
    #expect(lowering.diagnostics[0].notes.map(\.message) == ["used here"])
    #expect(Self.lower([:], [Self.configMap(data)]).codes.isEmpty)
  }

  @Test func `too many or too long headers are errors`() {
    let many = (0...64).map { "X-\($0): x" }.joined(separator: ", ")
    for data in ["{\(many)}", "{X-A: \(String(repeating: "x", count: 1_025))}"] {
      let lowering = Self.lower(
        ["auth-proxy-set-headers": "default/ask"], [Self.configMap(data)])
      #expect(lowering.codes == ["NC0735"])
    }
  }

  @Test(arguments: [
    ("default/gone", "NC0734"), ("other/ask", "NC0720"), ("default/ask/x", "NC0720"),
    ("../ask", "NC0720"), ("/ask", "NC0720"), ("default/", "NC0720"), ("a b", "NC0720"),
    ("default/ask\n", "NC0720"),
  ])
  func `a ConfigMap that is not there is an error`(_ name: String, _ code: String) {
    let maps = [Self.configMap("{X-A: x}")]
    #expect(Self.lower(["auth-proxy-set-headers": name], maps).codes == [code])
    #expect(Self.lower(["auth-proxy-set-headers": "ask"], maps).codes.isEmpty)
  }

  @Test func `two of a name are an error where one is used`() {
    let maps = [Self.configMap("{X-A: x}"), Self.configMap("{X-A: y}")]
    #expect(Self.lower([:], maps).codes.isEmpty)
    let used = Self.lower(["auth-proxy-set-headers": "ask"], maps)
    #expect(used.codes == ["NC0213"])
  }

  // MARK: Canaries

  @Test func `beside a value the expression of a canary counts for nothing`() throws {
    func codes(_ annotations: [String: String]) throws -> (codes: [String], match: CanaryMatch?) {
      let lowering = Ingress.lower([
        Ingress.object("main", [("/", "Prefix", "a")]),
        Ingress.object(
          "next", [("/", "Prefix", "b")],
          annotations: annotations.merging([
            "canary": "true", "canary-by-header": "X-Next",
          ]) { $1 }),
      ])
      return (lowering.codes, try lowering.network.http.hosts[0].rules[0].canary?.headerMatch)
    }
    let value = try #require(HTTPText("yes"))
    let pattern = try HeaderPattern(parsing: "^v2$")
    let both = try codes(["canary-by-header-value": "yes", "canary-by-header-pattern": "^v2$"])
    #expect(both.codes == ["NC0724"] && both.match == .value(value))
    let one = try codes(["canary-by-header-pattern": "^v2$"])
    #expect(one.codes.isEmpty && one.match == .pattern(pattern))
  }
}
