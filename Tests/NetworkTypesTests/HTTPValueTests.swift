import Testing

@testable import NetworkTypes

/// Paths, expressions and templates: what is taken, byte for byte, and what is not.
struct HTTPValueTests {
  private static func path(_ text: String) -> Result<HTTPPath, HTTPPathError> {
    Result { () throws(HTTPPathError) in try HTTPPath(parsing: text) }
  }

  @Test(arguments: [
    ("/", "/"), ("/a", "/a"), ("/a/", "/a/"), ("/a%20b", "/a b"), ("/a%41", "/aA"),
    ("/%C3%A4", "/ä"), ("/a;b,c=d@e:f!$&'()*+~_-.", "/a;b,c=d@e:f!$&'()*+~_-."),
    ("/...", "/..."), ("/.a", "/.a"), ("/%25", "/%"), ("/%22", "/\""),
  ])
  func `a path is decoded`(_ text: String, _ decoded: String) throws {
    #expect(try HTTPPath(parsing: text).bytes == Array(decoded.utf8))
  }

  @Test(arguments: [
    ("", HTTPPathError.notAbsolute), ("a", .notAbsolute), ("*", .notAbsolute),
    ("/a b", .badByte(0x20)), ("/a\n", .badByte(0x0A)), ("/a\r", .badByte(0x0D)),
    ("/a\t", .badByte(9)), ("/\u{0}", .badByte(0)), ("/a\"", .badByte(0x22)),
    ("/{", .badByte(0x7B)), ("/\\", .badByte(0x5C)), ("/ä", .badByte(0xC3)),
    ("/a?b", .endOfPath(0x3F)), ("/a#b", .endOfPath(0x23)), ("/%", .badEscape), ("/%4", .badEscape),
    ("/%zz", .badEscape), ("/%2f", .encodedSlash), ("/a%2F", .encodedSlash), ("//", .emptyElement),
    ("/a//b", .emptyElement), ("/.", .dotElement), ("/a/../b", .dotElement),
    ("/%2e%2e/", .dotElement), ("/%00", .unprintable), ("/%0a", .unprintable),
    ("/%7f", .unprintable), ("/%ff", .unprintable), ("/%C2%85", .unprintable),
    ("/%E2%80%A8", .unprintable), ("/%E2%80%AE", .unprintable),
  ])
  func `a path that no request has, or that nobody may see, is none`(
    _ text: String, _ error: HTTPPathError
  ) {
    #expect(Self.path(text) == .failure(error))
  }

  @Test func `a path may have 1024 bytes`() {
    #expect((try? Self.path("/" + String(repeating: "a", count: 1023)).get()) != nil)
    #expect(Self.path("/" + String(repeating: "a", count: 1024)) == .failure(.tooLong(1025)))
  }

  @Test(arguments: [
    ("/a(/|$)(.*)", 2, "/a"), ("/v[0-9]+", 0, "/v"), ("^/x.y$", 0, "/x"), ("/ab?", 0, "/a"),
    ("/ab*", 0, "/a"), ("/ab+", 0, "/ab"), ("/(?:a|b)/c", 0, "/"), ("/a\\.b\\d", 0, "/a.b"),
    ("/a{2,3}", 0, "/a"), ("/[^/]+/x", 0, "/"), ("/a{0,1}b", 0, "/"), ("/[a\\]]", 0, "/"),
    ("/(a(b)c)+", 2, "/"),
  ])
  func `an expression says how it begins and what it captures`(
    _ text: String, _ captures: Int, _ literal: String
  ) throws {
    let regex = try PathRegex(parsing: text)
    #expect(regex.captureCount == captures)
    #expect(regex.literalPrefix == literal)
  }

  @Test(arguments: [
    "a", "", "(/a)", "/(", "/)", "/[", "/[]", "/a**", "/*+", "/a|/b", "/a^b", "/a$b", "/(a+)+",
    "/(a|b)*", "/((a*))+", "/(a|aa){5}", "/(a+){2,}", "/(?=a)", "/(?i)a", "/(?<n>a)", "/\\1",
    "/a\\",
    "/\\x41", "/a b", "/a\n", "/a\"", "/a;b", "/a#", "/a%20", "/ä", "/a{", "/a{x}", "/a{101}",
    "/a{3,2}", "/.*.*.*.*.*", "/()()()()()()()()()()", "/a++", "/x'",
  ])
  func `an expression that could surprise is none`(_ text: String) {
    #expect(throws: PathRegexError.self) { try PathRegex(parsing: text) }
  }

  @Test(arguments: [
    "https://x.example/", "http://x.example:80/a?b=c&d=%20#e", "/a", "$scheme://$host/x",
    "https://${host}/x", "https://x.example$request_uri", "https://[2001:db8::1]/",
  ])
  func `a URL may hold parts of a request`(_ text: String) throws {
    let template = try URLTemplate(parsing: text)
    #expect(template.isAbsolute || template.isPath)
  }

  @Test(arguments: [
    "", "https://x\n", "https://x y", "https://x;", "https://x{", "https://x\"", "https://x\\",
    "https://$", "https://$document_root", "https://${host", "https://x%2", "https://ü", "a\u{0}",
    "https://$host\u{2028}", "https://x/`id`", "https://x/<a>",
  ])
  func `other text is no URL`(_ text: String) {
    let template = try? URLTemplate(parsing: text)
    // `;` may stand in a path, where it is data.
    #expect(template == nil || text == "https://x;")
  }

  @Test(arguments: ["a", "", "/a?b", "/$", "/$0", "/$x", "/a b", "/a;", "/\n", "/{", "/\"", "/\\1"])
  func `a rewrite is a path with what groups captured`(_ text: String) throws {
    #expect(throws: RewriteTemplateError.self) { try RewriteTemplate(parsing: text) }
    #expect(try RewriteTemplate(parsing: "/x/$2$1").highestCapture == 2)
  }

  @Test(arguments: [
    ("2026-11-24", true), ("2024-02-29", true), ("2026-02-29", false), ("2000-02-29", true),
    ("1900-02-29", false), ("2026-13-01", false), ("2026-1-1", false), ("26-11-24", false),
    ("2026-11-24\n", false), ("２026-11-24", false), ("0000-01-01", false),
  ])
  func `a day is one of the calendar`(_ text: String, _ isDay: Bool) {
    let date = CalendarDate(parsing: text)
    #expect((date != nil) == isDay)
    if isDay { #expect(date?.description == text) }
  }
}
