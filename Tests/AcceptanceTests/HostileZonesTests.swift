import Artifacts
import Diagnostics
import NetworkCompiler
import TestSupport
import Testing

/// Text that would mean something in a zone file, in every field that makes names: it is refused
/// with its place, or the zones hold the records that the objects have, and nothing more.
struct HostileZonesTests {
  /// Fit for the inside of a double-quoted YAML string.
  static let payloads = [
    "$INCLUDE /etc/shadow", "$ORIGIN canary.", "$GENERATE 1-9 canary$ A 192.0.2.1", "$TTL 0",
    "x\\n$INCLUDE /etc/shadow", "x\\n@ IN A 192.0.2.66", "x\\r\\ncanary IN A 192.0.2.66",
    "x IN A 192.0.2.66 ;", "x ; canary", "x (", "x )", "(", ")", ";", "@", "*", "*.x", "\\\"",
    "\\\" canary", "\\\\", "\\\\000", "a\\\\.b", "a\\\\046b", "a.b", "a..b", ".a", "a.", ".", "",
    " ", " a", "a ", "a\\tb", "a\\u0000b", "a\\u000bb", "a\\u0085b", "a\\u2028b", "\\ufeffa",
    "\\u202ea",
    "{$HOME}", "{%HOME%}", "-a", "a-", "--", "_tcp", "_netc", "A", "\\uff11", "a\\u0301", "é",
    String(repeating: "a", count: 64), String(repeating: "a.", count: 126) + "aa",
    String(repeating: "a", count: 63) + "." + String(repeating: "b", count: 63), "svc", "pod",
    "dns-version", "ns.dns", "localhost", "198-51-100-5", "198.51.100.5", "::1", "2001:db8::5",
  ]

  /// `@@P@@` is where the text goes.
  static let fields =
    [
      "metadata: {name: \"@@P@@\"}", "metadata: {name: web, namespace: \"@@P@@\"}",
      "metadata: {name: web, annotations: {a: \"@@P@@\"}}",
      "metadata: {name: web, labels: {a: \"@@P@@\"}}",
    ].map { "---\napiVersion: v1\nkind: Service\n\($0)\nspec: {ports: [{name: a, port: 80}]}\n" }
    + [
      "spec: {ports: [{name: \"@@P@@\", port: 80}]}",
      "spec: {clusterIP: None, ports: [{name: \"@@P@@\", port: 80}, {name: b, port: 81}]}",
      "spec: {type: ExternalName, externalName: \"@@P@@\"}",
    ].map { "---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\n\($0)\n" + slice("") }
    + [
      headless + slice(", hostname: \"@@P@@\""),
      headless + slice(", nodeName: \"@@P@@\""),
      headless + """
        ---
        apiVersion: v1
        kind: Endpoints
        metadata: {name: web}
        subsets:
          - addresses: [{ip: 198.51.100.5, hostname: "@@P@@"}]
            ports: [{name: a, port: 80}]

        """,
      headless + pod("name: \"@@P@@\"", "subdomain: web,"),
      headless + pod("name: p", "hostname: \"@@P@@\", subdomain: web,"),
      headless + pod("name: p", "hostname: h, subdomain: \"@@P@@\","),
      "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: \"@@P@@\"}\n",
      headless + """
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: "@@P@@"}
        spec:
          serviceName: web
          selector: {matchLabels: {app: web}}
          template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: i}]}}

        """,
    ]

  private static let headless = """
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web}
    spec: {clusterIP: None, selector: {app: web}, ports: [{name: a, port: 80}]}

    """

  private static func slice(_ more: String) -> String {
    """
    ---
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
    addressType: IPv4
    ports: [{name: a, port: 80}]
    endpoints: [{addresses: [198.51.100.5]\(more)}]

    """
  }

  private static func pod(_ metadata: String, _ spec: String) -> String {
    "---\napiVersion: v1\nkind: Pod\nmetadata: {\(metadata), labels: {app: web}}\n"
      + "spec: {\(spec) containers: [{name: c, image: i}]}\n"
  }

  private static func cluster(domain: String = "") -> String {
    """
    apiVersion: netc.dev/v1alpha1
    kind: Cluster
    metadata: {name: lab}
    spec:
      \(domain.isEmpty ? "" : "domain: \(domain)")
      podCIDRs: [10.244.0.0/16]
      serviceCIDRs: [10.96.0.0/16]
      dns: {nodes: [node-a]}
      nodes: [{name: node-a, addresses: [192.168.56.11]}]

    """
  }

  @Test(arguments: fields)
  func `hostile text adds nothing to a zone`(field: String) {
    for payload in Self.payloads {
      let objects = field.split(separator: "@@P@@", omittingEmptySubsequences: false)
        .joined(separator: payload)
      expectExact(Self.cluster() + objects, payload)
    }
  }

  @Test func `a hostile domain is refused, or is one`() {
    var accepted: [String] = []
    let service = Self.fields[4].replacing("@@P@@", with: "x")
    for payload in Self.payloads
    where expectExact(Self.cluster(domain: "\"\(payload)\"") + service, payload) {
      accepted.append(payload)
    }
    #expect(accepted.allSatisfy { $0.utf8.allSatisfy { (0x61...0x7a).contains($0) || $0 < 0x3a } })
    #expect(accepted.contains("a.b") && !accepted.contains("*") && !accepted.contains("a."))
  }

  @Test func `harmless text reaches the zones`() {
    for field in Self.fields {
      #expect(expectExact(Self.cluster() + field.replacing("@@P@@", with: "x"), "x"), "\(field)")
    }
  }

  /// Whether the input was accepted.
  @discardableResult
  private func expectExact(_ text: String, _ payload: String) -> Bool {
    let compilation = Compiler.compile([SourceFile(path: "a.yaml", bytes: Array(text.utf8))])
    if compilation.hasErrors {
      #expect(compilation.artifacts.isEmpty, "\(payload)")
      #expect(
        compilation.diagnostics.contains { $0.severity == .error && $0.range != nil }, "\(payload)")
      return false
    }
    for artifact in compilation.artifacts where artifact.kind == "dnszones" {
      let file = artifact.path.split(separator: "/").last ?? ""
      let text = String(decoding: artifact.content.bytes, as: UTF8.self)
      let zone = ZoneFile(text, origin: String(file.dropLast(".zone".count)))
      let place: Comment = "\(payload) in \(text)"
      #expect(zone.complaints.isEmpty, place)
      #expect(zone.directives == ["$TTL 5"], place)
      #expect(text.split(separator: "\n").count == zone.records.count + 2, place)
      #expect(zone.records.count < 20, place)
      #expect(!text.contains("canary"), place)
      #expect(zone.records.allSatisfy { $0.owner.hasSuffix(zone.records[0].owner) }, place)
    }
    return true
  }
}
