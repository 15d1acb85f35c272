import Artifacts
import Diagnostics
import NetworkCompiler
import TestSupport
import Testing

/// Hostile text in every field that has to do with DNS: it is refused with its place, or each
/// Corefile holds the directives that it holds with harmless text, word by word, and no more.
@Suite struct HostileDNSTests {
  /// What a Corefile, a zone or a shell would read something else into.
  static let payloads = [
    "{$HOME}", "{%HOME%}", "x{$HOME}", "import /etc/passwd", "import", "(snippet)", "}", "{", "a}b",
    "x\\n}\\n.:53 {\\nwhoami\\n}", "x\\nimport /etc/passwd", "\\\"", "a\\\"b", "#x", "a#b", "a b",
    "$INCLUDE /etc/shadow", "@", "*", ";", "(", "\\\\000", "a\\\\.b", "a..b", ".", "a.", "-a", "a-",
    "\\u2028", "\\u0000", "\\r", "\\t", "\\uFEFFa", "e\\u0301", "ａ", "_a",
    "\(String(repeating: "a", count: 64))",
    "\(String(repeating: "a.", count: 130))a", "tls://192.0.2.1%{$HOME}", "/etc/{$HOME}",
    "/etc/a b",
    "192.0.2.1 whoami", "/a\\nwhoami", "1.9.3 whoami", "", "x", "x.example.com",
  ]

  /// Values of fields of the Cluster, then whole documents.
  static let fields: [String] =
    [
      "domain: \"@@\"\n  dns: {nodes: [node-1]}", "dns: {nodes: [node-1], upstreams: [\"@@\"]}",
      "dns: {nodes: [node-1], upstreams: [\"tls://192.0.2.1%@@\"]}",
      "dns: {nodes: [node-1], upstreams: [\"192.0.2.1:@@\"]}", "dns: {nodes: [\"@@\", node-1]}",
      "dns: {nodes: [node-1], coreDNSVersion: \"@@\"}", "dns: {nodes: [node-1], pods: \"@@\"}",
      "dns: {nodes: [node-1], transports: [{protocol: tls, certificate: \"@@\", key: /k}]}",
      "dns: {nodes: [node-1], transports: [{protocol: tls, certificate: /c, key: \"@@\"}]}",
      "dns: {nodes: [node-1], transports: [{protocol: \"@@\", certificate: /c, key: /k}]}",
      "dns: {nodes: [node-1], nodeResolver: {nameservers: [192.0.2.1], searches: [\"@@\"]}}",
    ]
    + [
      service("metadata: {name: \"@@\"}", "ports: [{port: 80}]"),
      service("metadata: {name: s, namespace: \"@@\"}", "ports: [{port: 80}]"),
      service("metadata: {name: s}", "ports: [{name: \"@@\", port: 80}]"),
      service("metadata: {name: s}", "type: ExternalName, externalName: \"@@\""),
      pod("hostname: \"@@\", subdomain: s"), pod("hostname: h, subdomain: \"@@\""),
      pod("setHostnameAsFQDN: true, hostname: \"@@\", subdomain: s"),
    ].map { "dns: {nodes: [node-1], upstreams: [192.0.2.53]}\n---\n\($0)" }

  private static func service(_ metadata: String, _ spec: String) -> String {
    "apiVersion: v1\nkind: Service\n\(metadata)\nspec: {\(spec)}\n"
  }

  private static func pod(_ spec: String) -> String {
    "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n"
      + "spec: {\(spec), containers: [{name: c, image: i}]}\n"
  }

  @Test(arguments: fields)
  func `no text gets out of its place in a Corefile`(field: String) throws {
    for payload in Self.payloads {
      let compilation = compile(field, payload)
      let place: Comment = "\(field) × \(payload)"
      if compilation.hasErrors {
        #expect(compilation.artifacts.isEmpty, place)
        #expect(
          compilation.diagnostics.contains { $0.severity == .error && $0.range != nil }, place)
        continue
      }
      let files = compilation.artifacts.filter { $0.path.hasSuffix("/Corefile") }
      #expect(files.count == 1, place)
      for file in files { try expectIntended(file.content.bytes, compilation, place) }
    }
  }

  /// One block a zone with its file, what is asked for by the words that netc writes, nothing else.
  private func expectIntended(
    _ bytes: [UInt8], _ compilation: Compilation, _ place: Comment
  ) throws {
    let blocks = try CorefileText(bytes).blocks
    let zones = compilation.artifacts.map(\.path).filter { $0.hasSuffix(".zone") }
      .compactMap { $0.split(separator: "/").last.map { "zones/\($0)" } }
    let plain = blocks.filter { !$0.keys[0].contains("://") && $0.keys != [".:53"] }
    let served = plain.flatMap(\.directives).filter { $0.words[0] == "file" }.map { $0.words[1] }
    #expect(served.sorted() == zones.sorted(), place)
    for block in blocks {
      for directive in block.directives {
        #expect(Self.words[directive.words[0]]?.contains(directive.words.count) == true, place)
        #expect(directive.options.allSatisfy { Self.options.contains($0[0]) }, place)
      }
    }
  }

  /// The directives that netc writes, and how many words each has.
  private static let words: [String: ClosedRange<Int>] = [
    "bind": 2...3, "tls": 3...3, "errors": 1...1, "log": 1...1, "health": 2...2, "ready": 2...2,
    "prometheus": 2...2, "loadbalance": 1...1, "cache": 2...2, "file": 2...3, "loop": 1...1,
    "forward": 3...3, "reload": 1...1,
  ]
  private static let options: Set<String> = [
    "consolidate", "lameduck", "reload", "reload_by_mtime", "policy", "max_concurrent",
    "tls_servername",
  ]

  @Test func `harmless text passes, so that the law has something to hold`() {
    let passing = Self.fields.filter { field in
      Self.payloads.contains { !compile(field, $0).hasErrors }
    }
    #expect(passing.count >= 10, "\(passing)")
  }

  private func compile(_ field: String, _ payload: String) -> Compilation {
    let text = field.replacing("@@", with: payload)
    let cluster = """
      apiVersion: netc.dev/v1alpha1
      kind: Cluster
      metadata: {name: test}
      spec:
        podCIDRs: [10.244.0.0/16]
        serviceCIDRs: [10.96.0.0/16]
        nodes: [{name: node-1, addresses: [192.168.0.1]}]
        \(text)
      """
    return Compiler.compile([SourceFile(path: "input.yaml", bytes: Array(cluster.utf8))])
  }
}
