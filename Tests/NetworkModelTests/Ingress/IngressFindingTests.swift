import Diagnostics
import NetworkModel
import NetworkTypes
import Testing

/// Which objects count, and what is said of those that do not fit together.
struct IngressFindingTests {
  private static func ingressClass(_ name: String, _ controller: String, isDefault: Bool = false)
    -> String
  {
    let mark = "ingressclass.kubernetes.io/is-default-class"
    return """
      apiVersion: networking.k8s.io/v1
      kind: IngressClass
      metadata: {name: \(name), annotations: {\(mark): "\(isDefault)"}}
      spec: {controller: \(controller)}
      """
  }

  private static func object(_ name: String, ofClass name2: String?) -> String {
    Ingress.object(name, host: "\(name).example", [("/", "Prefix", "a")]).replacing(
      "  ingressClassName: nginx\n", with: name2.map { "  ingressClassName: \($0)\n" } ?? "")
  }

  @Test(arguments: [
    ("nginx", true, []), ("other", false, []), ("twin", true, []), ("own", true, []),
    ("gone", false, ["NC0700"]),
  ])
  func `the named class, its twins and netc's own are served`(
    _ name: String, _ isServed: Bool, _ codes: [String]
  ) throws {
    let lowering = Ingress.lower([
      Self.ingressClass("nginx", "k8s.io/ingress-nginx"),
      Self.ingressClass("twin", "k8s.io/ingress-nginx"),
      Self.ingressClass("own", "netc.dev/ingress"),
      Self.ingressClass("other", "example.com/other"), Self.object("web", ofClass: name),
    ])
    #expect(try lowering.network.http.hosts.isEmpty != isServed)
    #expect(lowering.codes == codes)
  }

  @Test func `the class of the Cluster is served whoever's its controller`() throws {
    let cluster = Ingress.cluster.replacing("{nodes: [a]}", with: "{nodes: [a], class: inner}")
    let lowering = Lowering(
      Ingress.services(["a"]) + [
        Self.ingressClass("inner", "k8s.io/inner"),
        Self.ingressClass("nginx", "k8s.io/ingress-nginx"),
        Self.object("in", ofClass: "inner"), Self.object("out", ofClass: "nginx"),
      ], cluster: cluster)
    #expect(try lowering.network.http.hosts.map { "\($0.pattern)" } == ["in.example"])
  }

  @Test func `an object without a class is the default class', or nobody's`() throws {
    let nobody = Ingress.lower([Self.object("web", ofClass: nil)])
    #expect(nobody.codes == ["NC0700"])
    let byDefault = Ingress.lower([
      Self.ingressClass("nginx", "k8s.io/ingress-nginx", isDefault: true),
      Self.object("web", ofClass: nil),
    ])
    #expect(byDefault.codes.isEmpty)
    #expect(try byDefault.network.http.hosts.count == 1)
    let others = Ingress.lower([
      Self.ingressClass("other", "example.com/other", isDefault: true),
      Self.object("web", ofClass: nil),
    ])
    #expect(others.codes.isEmpty)
    #expect(try others.network.http.hosts.isEmpty)
  }

  @Test func `the old annotation names the class too`() throws {
    let text = Self.object("web", ofClass: nil).replacing(
      "  name: web\n", with: "  name: web\n  annotations: {kubernetes.io/ingress.class: nginx}\n")
    #expect(try Ingress.lower([text]).network.http.hosts.count == 1)
  }

  @Test(
    arguments: [
      ([("/x", "Prefix", "a"), ("/x/", "Prefix", "b")], ["NC0708"]),
      ([("/x", "Exact", "a"), ("/x/", "Exact", "b")], []),
      ([("/x", "Exact", "a"), ("/x", "Prefix", "b")], []),
      ([("/x", "ImplementationSpecific", "a"), ("/x", "Prefix", "b")], ["NC0709"]),
      ([("/x#y", "Prefix", "a")], ["NC0710"]), ([("/x?y", "Exact", "a")], ["NC0710"]),
      ([("/x{y}", "ImplementationSpecific", "a")], ["NC0710"]),
      ([("/x%zz", "Prefix", "a")], ["NC0710"]), ([("/x y", "Prefix", "a")], ["NC0711"]),
      ([("/x\ny", "ImplementationSpecific", "a")], ["NC0711"]),
      ([("/x%00", "Prefix", "a")], ["NC0711"]), ([("/x%0a", "Exact", "a")], ["NC0711"]),
      ([("/x%ff", "Exact", "a")], ["NC0711"]), ([("/%E2%80%AE", "Exact", "a")], ["NC0711"]),
      ([("/ä", "Exact", "a")], ["NC0711"]), ([("/%C3%A4", "Exact", "a")], []),
      ([("/x\\", "ImplementationSpecific", "a")], ["NC0710"]),
      ([("/x\"y", "Prefix", "a")], ["NC0710"]),
      ([("/x", "Prefix", "gone")], ["NC0704"]),
    ] as [([(String, String, String)], [String])])
  func `paths that clash, never match or harm are reported`(
    _ paths: [(String, String, String)], _ codes: [String]
  ) {
    #expect(Ingress.lower([Ingress.object("web", paths)]).codes == codes)
  }

  @Test(
    arguments: [
      (["/x(/|$)(.*)", "/x"], ["NC0709"]), (["/x(/.*)?", "/x"], ["NC0709"]),
      (["/x(.*)", "/x"], ["NC0709"]), (["/x.*$", "/x"], ["NC0709"]), (["/(.*)", "/"], ["NC0709"]),
      (["/x[0-9]*.*", "/x.*", "/x"], ["NC0709"]), (["/x(.*)", "/x+"], ["NC0709"]),
      (["/x(/|$)(.*)", "/x/y"], []), (["/(/|$)(.*)", "/"], []), (["/x(.*)", "/x/y", "/"], []),
      (["/x[a-z]*", "/x"], []), (["/x(/|$)(.*)", "/x[0-9]+"], []),
      (["/x//y.*"], ["NC0710"]), (["/x/\\.\\./y+"], ["NC0710"]), (["/x/\\.\\.y+"], []),
      (["/x(/)+"], []),
    ])
  func `expressions that hide others, or meet no path, are reported`(
    _ paths: [String], _ codes: [String]
  ) {
    let object = Ingress.object(
      "web", paths.map { ($0, "ImplementationSpecific", "a") },
      annotations: ["use-regex": "true"])
    #expect(Ingress.lower([object]).codes == codes)
  }

  @Test func `an exact path is tried before expressions`() {
    let lowering = Ingress.lower([
      Ingress.object(
        "web", [("/x.*", "ImplementationSpecific", "a")], annotations: ["use-regex": "true"]),
      Ingress.object("exact", [("/x", "Exact", "b")]),
    ])
    #expect(lowering.codes.isEmpty)
  }

  @Test func `the same path in two objects is reported at both places`() {
    let lowering = Ingress.lower([
      Ingress.object("one", [("/x", "Prefix", "a")]),
      Ingress.object("two", [("/x", "Prefix", "b")]),
    ])
    #expect(lowering.codes == ["NC0708"])
    #expect(lowering.diagnostics.first?.object == "Ingress default/two")
    #expect(lowering.diagnostics.first?.notes.map(\.message) == ["Ingress default/one has it here"])
  }

  @Test func `two certificates for a host, and none for a TLS host, are errors`() {
    func tls(_ name: String) -> String { "tls: [{hosts: [h.example]\(name)}]" }
    let two = Ingress.lower([
      Ingress.object("one", [("/x", "Prefix", "a")], spec: tls(", secretName: s")),
      Ingress.object("two", [("/y", "Prefix", "b")], spec: tls(", secretName: t")),
    ])
    #expect(two.codes.contains("NC0715"))
    let none = Ingress.lower([Ingress.object("one", [("/x", "Prefix", "a")], spec: tls(""))])
    #expect(none.codes.contains("NC0716"))
    let unused = Ingress.lower([
      Ingress.object(
        "one", [("/x", "Prefix", "a")], spec: "tls: [{hosts: [g.example], secretName: s}]")
    ])
    #expect(unused.codes.contains("NC0714"))
  }

  @Test(arguments: [
    ("{hosts: [h.example, www.h.example, g.example], secretName: s}", false),
    ("{hosts: [h.example], secretName: s}, {hosts: [g.example], secretName: t}", true),
    ("{hosts: [g.example], secretName: s}", true),
    ("{hosts: [h.example, i.example], secretName: s}", true),
  ])
  func `the certificate of a host is named for its other names too`(
    _ tls: String, _ isUnused: Bool
  ) {
    let lowering = Ingress.lower([
      Ingress.object(
        "one", [("/x", "Prefix", "a")],
        annotations: ["server-alias": "g.example", "from-to-www-redirect": "true"],
        spec: "tls: [\(tls)]")
    ])
    #expect(lowering.codes.contains("NC0714") == isUnused)
  }

  @Test func `the certificate of a host is that of its name, a wildcard, or of the whole object`()
    throws
  {
    let spec = """
      tls:
          - {hosts: [other.example], secretName: other}
          - {hosts: ["*.example"], secretName: wild}
          - {hosts: [h.example], secretName: exact}
          - {secretName: rest}
      """
    let hosts = ["h.example", "g.example", "x.y.example", "other.example"]
    let network = try Ingress.lower([
      Ingress.object("web", host: hosts[0], [("/", "Prefix", "a")], spec: spec)
        + hosts.dropFirst().map { host in
          "    - {host: \(host), http: {paths: [{path: /, pathType: Prefix, backend: "
            + "{service: {name: a, port: {number: 80}}}}]}}\n"
        }.joined()
    ]).network
    let secrets = network.http.hosts.map { host in
      host.certificate.map { network.http.certificates[$0].secret.name } ?? "none"
    }
    #expect(network.http.hosts.map { "\($0.pattern)" } == hosts.sorted())
    #expect(secrets == ["wild", "exact", "other", "rest"])
    #expect(network.http.listeners.map(\.isTLS) == [false, true])
  }
}
