import NetworkTypes
import Testing

@testable import Artifacts

/// The three sinks for free text against nginx's lexer: whatever the text, the file holds the
/// directives that were meant and no other.
@Suite struct NginxTextTests {
  /// Texts that closed a directive, opened one or hid one in published attacks (ingress-nginx
  /// CVE-2021-25745, -25746, 2022-4886, 2023-5044, 2025-1097, -1098, -24514, -15566, 2026-24512,
  /// -3288), and what the lexer treats in its own way.
  static let payloads = [
    #"""#, #"\"#, #"\\"#, #"\""#, #"x\"#, "'", ";", "{", "}", "#", "# x", "$", "$$", "${", "${x}",
    "$request_uri", "$host", "`", "~", "= /", "^~", "@x", " ", "", "*", "_", ".x", "~regex",
    #"/"; } location / { root /; } location "/x"#, "/x { return 200 secret; }",
    "/#; return 200", #"/foo"; load_module /tmp/x.so; #"#, "http://a#; include /etc/shadow",
    "ssl_engine ../../../proc/1/fd/5", "include /proc/self/environ", "log_format x escape=none",
    "CN=(x) ) { return 200; } #", #"' ; alias / ; '"#, "x');}", #"a\nb"#, #"a\tb"#, "%00", "%2e%2e",
    "(?i)x", "[[:alpha:]]{2,3}", "(a+)+$", "é", "日本", "\u{10FFFF}", "default", "include",
    "hostnames", "volatile", "~*x", #"\default"#, String(repeating: "a", count: 1_900),
  ]
  static let refused = [
    "\u{0}", "a\u{0}b", "a\nb", "a\rb", "a\r\nb", "\t", "\u{B}", "\u{C}", "\u{1B}[31m", "\u{7F}",
    "\u{85}", "\u{9B}", "\u{2028}", "\u{2029}", "\u{202E}", "\u{2066}", "\u{FEFF}",
    "http://a#;\ninclude /etc/shadow", String(repeating: "a", count: 4_096),
    String(repeating: "\"", count: 2_048),
  ]

  /// The directive between two others, so that one that swallows its neighbour is seen.
  private func read(_ argument: NginxArgument) throws -> [NginxLexer.Directive] {
    let document = NginxDocument(
      heading: "a test",
      directives: [
        NginxDirective("before", .number(1)),
        NginxDirective("outer", [argument], block: [NginxDirective("inner", argument)]),
        NginxDirective("after", .number(2)),
      ])
    return try NginxLexer.read(NginxPrinter(document).out.bytes)
  }

  private func expected(_ word: String) -> [NginxLexer.Directive] {
    [
      .init(words: ["before", "1"]),
      .init(words: ["outer", word], block: [.init(words: ["inner", word])]),
      .init(words: ["after", "2"]),
    ]
  }

  @Test(arguments: payloads) func `a literal is one token with that text`(_ text: String) throws {
    let literal = try #require(NginxLiteral(text))
    #expect(try read(.literal(literal)) == expected(text))
    #expect(try read(.mapKey(literal)) == expected("\\" + text))
  }

  @Test(arguments: payloads) func `an expression is one token with that text`(
    _ text: String
  ) throws {
    guard !text.isEmpty else {
      #expect(NginxRegex(text) == nil)
      return
    }
    let regex = try #require(NginxRegex(text))
    #expect(try read(.regex(regex)) == expected(text))
    #expect(try read(.name(matching: regex)) == expected("~" + text))
  }

  @Test(arguments: payloads) func `a value is one token whose dollars are dollars`(
    _ text: String
  ) throws {
    let value = try #require(NginxValue(text))
    let token = text.replacing("$", with: "${netc_dollar}")
    #expect(try read(.value(value)) == expected(token))
  }

  @Test(arguments: payloads) func `variables stand between literals`(
    _ text: String
  ) throws {
    let literal = try #require(NginxLiteral(text))
    let value = try #require(
      NginxValue([
        .variable(NginxVariable("host")), .literal(literal),
        .variable(NginxVariable(own: "group", 1)),
        .literal(literal),
      ]))
    let token = text.replacing("$", with: "${netc_dollar}")
    #expect(try read(.value(value)) == expected("${host}\(token)${netc_group_1}\(token)"))
  }

  @Test(arguments: refused) func `control characters and long texts are refused`(_ text: String) {
    #expect(NginxLiteral(text) == nil)
    #expect(NginxRegex(text) == nil)
    #expect(NginxValue(text) == nil)
  }

  @Test func `dollars that grow beyond a token are refused`() {
    #expect(NginxLiteral(String(repeating: "$", count: 1_000)) != nil)
    #expect(NginxValue(String(repeating: "$", count: 1_000)) == nil)
    let half = NginxLiteral(String(repeating: "a", count: 2_000))
    #expect(half.flatMap { NginxValue([.literal($0), .literal($0)]) } == nil)
  }

  @Test(arguments: payloads) func `a quoted expression matches its text alone`(
    _ text: String
  ) throws {
    let regex = try #require(NginxRegex(quoting: text, prefix: "^", suffix: "$"))
    let body = regex.pattern.dropFirst().dropLast()
    // Each byte that is not a letter, digit, `/`, `_` or beyond ASCII stands behind a backslash.
    var rest = body.utf8[...]
    var plain: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\\"), let next = rest.popFirst() {
        plain.append(next)
      } else {
        #expect(byte >= 0x80 || "/_".utf8.contains(byte) || NginxQuoting.isLetterOrDigit(byte))
        plain.append(byte)
      }
    }
    #expect(plain == Array(text.utf8))
  }

  @Test func `variables are words`() throws {
    let token = try #require(HTTPToken("X-Some_Header"))
    #expect(NginxVariable(own: "sticky", 3).name == "netc_sticky_3")
    #expect(NginxVariable("http_", header: token).name == "http_x_some_header")
    #expect(NginxVariable("cookie_", of: token) == nil)
  }
}

/// The lexer of the tests must itself see what nginx would.
@Suite struct NginxLexerTests {
  @Test func `a line end in a comment is code`() throws {
    let read = try NginxLexer.read(Array("# x\nevil 1;\n".utf8))
    #expect(read == [.init(words: ["evil", "1"])])
  }

  @Test func `a backslash before the closing quote eats it`() throws {
    #expect(throws: NginxLexer.Failure.unfinished) {
      try NginxLexer.read(Array(#"a "x\"; b 1;"#.utf8))
    }
  }

  @Test func `nothing may stick to a closing quote`() throws {
    #expect(throws: NginxLexer.Failure.unexpected("x")) {
      try NginxLexer.read(Array(#"a "b"x;"#.utf8))
    }
  }

  @Test func `words end at a semicolon and a brace`() throws {
    let read = try NginxLexer.read(Array(#"a b;c{d ${e}f;}"#.utf8))
    #expect(
      read == [
        .init(words: ["a", "b"]), .init(words: ["c"], block: [.init(words: ["d", "${e}f"])]),
      ])
  }

  @Test func `long tokens are refused`() throws {
    let long = String(repeating: "a", count: 4_096)
    #expect(throws: NginxLexer.Failure.tooLong) { try NginxLexer.read(Array("a \(long);".utf8)) }
  }
}
