import NetworkTypes
import TestSupport
import Testing

@testable import Artifacts
@testable import Planning

struct CorefileTests {
  private typealias Directive = CorefileText.Directive

  private func read(_ server: NameServerPlan, origins: [String]? = nil) throws -> CorefileText {
    let plan =
      origins.map { NameServerPlans.plan(server, origins: $0) } ?? NameServerPlans.plan(server)
    let document = CorefileTranslation(plan, node: NodePlans.node()).document
    return try CorefileText(CorefilePrinter(document).out.bytes)
  }

  private static let bind = Directive("bind", "192.168.56.11")
  private static let patient = Directive(
    "errors", options: [["consolidate", "5m", ".* i/o timeout$", "warning"]])
  private static let process = [
    Directive("health", "127.0.0.1:8080", options: [["lameduck", "5s"]]),
    Directive("ready", "127.0.0.1:8181"), Directive("prometheus", "127.0.0.1:9153"),
    Directive("reload"),
  ]

  private static func file(_ words: String..., options: [[String]] = [["reload", "10s"]])
    -> Directive
  {
    var directive = Directive("file", options: options)
    directive.words += words
    return directive
  }

  @Test func `each zone has a block, and so have all other names`() throws {
    let server = NameServerPlans.server(upstreams: [
      NameServerPlans.upstream("192.0.2.53"), NameServerPlans.upstream("2001:db8::53", port: 5353),
    ])
    let zone = { (origin: String) in
      CorefileText.Block(
        keys: ["\(origin):53"],
        directives: [
          Self.bind, Directive("errors"), Directive("loadbalance"), Directive("cache", "5"),
          Self.file("zones/\(origin).zone"),
        ])
    }
    let outside = CorefileText.Block(
      keys: [".:53"],
      directives: [Self.bind, Self.patient] + Self.process + [
        Directive("cache", "30"), Directive("loop"),
        Directive(
          "forward", ".", "192.0.2.53:53", "[2001:db8::53]:5353",
          options: [["policy", "sequential"], ["max_concurrent", "1000"]]),
      ])
    #expect(
      try read(server).blocks == [zone("cluster.local"), zone("96.10.in-addr.arpa"), outside])
  }

  @Test func `without upstreams nothing is forwarded and the first zone has what exists once`()
    throws
  {
    let blocks = try read(NameServerPlans.server()).blocks
    #expect(blocks.map(\.keys) == [["cluster.local:53"], ["96.10.in-addr.arpa:53"]])
    #expect(
      blocks[0].directives == [Self.bind, Directive("errors")] + Self.process + [
        Directive("loadbalance"), Directive("cache", "5"), Self.file("zones/cluster.local.zone"),
      ])
    let words = blocks.flatMap(\.directives).map { $0.words[0] }
    #expect(!words.contains("forward") && !words.contains("loop"))
    for word in ["health", "ready", "prometheus", "reload"] {
      #expect(words.filter { $0 == word }.count == 1, "\(word)")
    }
  }

  @Test func `every transport has one block with everything in it`() throws {
    let server = NameServerPlans.server(
      upstreams: [NameServerPlans.upstream("192.0.2.53")],
      transports: [
        NameServerPlans.transport(.https, 443), NameServerPlans.transport(.tls, 853),
        NameServerPlans.transport(.grpc, 8443),
      ])
    let blocks = try read(server).blocks.suffix(3)
    #expect(blocks.map(\.keys) == [["https://.:443"], ["tls://.:853"], ["grpc://.:8443"]])
    for block in blocks {
      #expect(
        block.directives == [
          Directive("tls", "/etc/ssl/dns.pem", "/etc/ssl/private/dns.key"), Self.bind,
          Self.patient, Directive("loadbalance"), Directive("cache", "30"),
          Self.file("zones/cluster.local.zone", "cluster.local"),
          Self.file("zones/96.10.in-addr.arpa.zone", "96.10.in-addr.arpa"),
          Directive(
            "forward", ".", "192.0.2.53:53",
            options: [["policy", "sequential"], ["max_concurrent", "1000"]]),
        ])
    }
  }

  @Test func `a transport without upstreams listens for the zones alone`() throws {
    let server = NameServerPlans.server(transports: [NameServerPlans.transport(.tls, 853)])
    let block = try #require(try read(server).blocks.last)
    #expect(block.keys == ["tls://cluster.local:853", "tls://96.10.in-addr.arpa:853"])
    #expect(block.directives.filter { $0.words[0] == "file" }.count == 2)
  }

  @Test func `servers over TLS are known by their name`() throws {
    func forward(_ names: [DNSSubdomain]) throws -> Directive? {
      let upstreams = names.enumerated().map {
        NameServerPlans.upstream("192.0.2.\($0.offset)", port: 853, name: $0.element)
      }
      return try read(NameServerPlans.server(upstreams: upstreams)).blocks.last?.directives.last
    }
    let one = try #require(try forward(["dns.example.com", "dns.example.com"]))
    #expect(one.words == ["forward", ".", "tls://192.0.2.0:853", "tls://192.0.2.1:853"])
    #expect(one.options.first == ["tls_servername", "dns.example.com"])
    let two = try #require(try forward(["a.example.com", "b.example.com"]))
    #expect(
      two.words == [
        "forward", ".", "tls://192.0.2.0:853%a.example.com", "tls://192.0.2.1:853%b.example.com",
      ])
    #expect(two.options.map { $0[0] } == ["policy", "max_concurrent"])
  }

  @Test(arguments: [0, 4]) func `a short ttl is not stretched by a cache`(ttl: Int) throws {
    let server = NameServerPlans.server(
      ttl: ttl, transports: [NameServerPlans.transport(.tls, 853)])
    let words = try read(server).blocks.flatMap(\.directives).map { $0.words[0] }
    #expect(!words.contains("cache"))
  }

  @Test(arguments: [(ReleaseNumber(1, 14, 3), false), (ReleaseNumber(1, 14, 4), true)])
  func `a fixed serial makes newer versions look at the file's time`(
    version: ReleaseNumber, isUsed: Bool
  ) throws {
    let server = NameServerPlans.server(version: version, hasFixedSerial: true)
    let files = try read(server).blocks.flatMap(\.directives).filter { $0.words[0] == "file" }
    let options = [["reload", "10s"]] + (isUsed ? [["reload_by_mtime"]] : [])
    #expect(files.allSatisfy { $0.options == options })
    let usual = try read(NameServerPlans.server(version: version)).blocks[0].directives.last
    #expect(usual?.options == [["reload", "10s"]])
  }

  @Test func `questions are logged in every block where that is wished`() throws {
    let server = NameServerPlans.server(
      upstreams: [NameServerPlans.upstream("192.0.2.53")],
      transports: [NameServerPlans.transport(.grpc, 443)], logs: true)
    for block in try read(server).blocks {
      #expect(block.directives.filter { $0 == Directive("log") }.count == 1)
    }
  }

  /// Same zone, transport and port twice is an error of CoreDNS, a listener of all addresses
  /// beside one of some too; what exists once in a process may not come twice.
  @Test(arguments: 0..<200)
  func `whatever is asked for, no listener clashes and nothing comes twice`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let server = NameServerPlans.server(
      version: ReleaseNumber(1, .random(in: 8...20, using: &random), 6),
      ttl: .random(in: 0...20, using: &random),
      upstreams: (0..<Int.random(in: 0...4, using: &random)).map {
        NameServerPlans.upstream("192.0.2.\($0)", name: .random(using: &random) ? "d.example" : nil)
      },
      transports: [TransportPlan.Carrier.tls, .https, .grpc].enumerated().compactMap {
        Bool.random(using: &random)
          ? NameServerPlans.transport($0.element, Port(800 + $0.offset) ?? 853) : nil
      }, logs: .random(using: &random), hasFixedSerial: .random(using: &random))
    let origins = (0...Int.random(in: 0...20, using: &random)).map { "\($0).10.in-addr.arpa" }
    let blocks = try read(server, origins: origins).blocks
    let isForwarding = !server.upstreams.isEmpty
    #expect(blocks.count == origins.count + (isForwarding ? 1 : 0) + server.transports.count)
    let keys = blocks.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
    for block in blocks {
      #expect(block.directives.filter { $0.words[0] == "bind" } == [Self.bind])
      let words = block.directives.map { $0.words[0] }.filter { $0 != "file" }
      #expect(Set(words).count == words.count, "\(words)")
      #expect(words.contains("tls") == block.keys[0].contains("://"))
    }
    for word in ["health", "ready", "prometheus", "reload"] {
      #expect(blocks.flatMap(\.directives).filter { $0.words[0] == word }.count == 1)
    }
  }
}

/// The reader that the other tests trust.
struct CorefileTextTests {
  private func read(_ text: String) throws -> CorefileText { try CorefileText(Array(text.utf8)) }

  private func words(_ line: String) throws -> [String] {
    try read("a {\n\(line)\n}\n").blocks[0].directives[0].words
  }

  @Test(arguments: [
    ("a b", ["a", "b"]), ("a#b c", ["a", "c"]), ("a \"b c\" d", ["a", "b c", "d"]),
    ("a b\"c", ["a", "b\"c"]), ("a \"b\\\"c\"", ["a", "b\"c"]), ("a \"b\\\\\"", ["a", "b\\\\"]),
    ("a b}c", ["a", "b}c"]), ("a \"{\"", ["a", "{"]), ("a # b", ["a"]), ("a \"\"", ["a", ""]),
    ("a \"b\nc\"", ["a", "b\nc"]), ("a\u{2028}b", ["a", "b"]), ("a\r b", ["a", "b"]),
  ])
  func `words are parted as CoreDNS parts them`(line: String, expected: [String]) throws {
    #expect(try words(line) == expected)
  }

  @Test(arguments: [
    "a {\nb {$HOME}\n}\n", "a {\nb \"{$HOME}\"\n}\n", "a {\nb x{%HOME%}y\n}\n", "{$ZONE} {\nb\n}\n",
    "a {\nimport /etc/hostname\n}\n", "import x {\nb\n}\n", "(s) {\nb\n}\n", "a { b }\n",
    "a {\nb\n", "a {\nb {\nc\n}\n", "a {\nb } c\n}\n", "a {\nb {\nc { d\n}\n}\n}\n", "{\nb\n}\n",
    "a {\n{\n}\n}\n", "a\n{\nb\n}\n",
  ])
  func `what no generated file may hold ends the reading`(text: String) {
    #expect(throws: CorefileText.Problem.self) { try read(text) }
  }

  @Test func `blocks and their options are told apart`() throws {
    let text = try read("# x\na b {\n  c d {\n    e f # g\n  }\n  h\n}\n\ni {\n}\n")
    #expect(text.blocks.map(\.keys) == [["a", "b"], ["i"]])
    #expect(
      text.blocks[0].directives == [
        CorefileText.Directive("c", "d", options: [["e", "f"]]), CorefileText.Directive("h"),
      ])
  }
}
