import NetworkTypes

/// What can be said to nginx in one token, and how: free text gets into a configuration only as
/// one of these, each for the places that read it the same way.
///
/// nginx's lexer (ngx_conf_read_token) takes a text in double quotes as it is, but for `\"`,
/// `\\`, `\t`, `\r` and `\n`; after it, directives that take variables expand `$name` and have no
/// way to write a `$`, and those that take an expression hand it to PCRE.
enum NginxLimit {
  /// The lexer's buffer is 4,096 bytes and has to hold a token with its quotes.
  static let tokenBytes = 4_000
}

/// Text for a place where nothing is expanded: the path of a location, the key of a map.
struct NginxLiteral: Hashable, Sendable {
  let text: String

  /// Nil for a text with control characters, or longer than a token may be.
  init?(_ text: String) {
    guard NginxQuoting.isPrintable(text), NginxQuoting.fits(text) else { return nil }
    self.text = text
  }
}

/// A regular expression of PCRE, matched as it is written.
struct NginxRegex: Hashable, Sendable {
  let pattern: String

  init?(_ pattern: String) {
    guard NginxQuoting.isPrintable(pattern), NginxQuoting.fits(pattern), !pattern.isEmpty else {
      return nil
    }
    self.pattern = pattern
  }

  /// Matches a text and nothing else; `prefix` and `suffix` are expressions.
  init?(quoting text: String, prefix: StaticString = "", suffix: StaticString = "") {
    self.init("\(prefix)\(NginxQuoting.escapedForPCRE(text))\(suffix)")
  }
}

/// Text for a place where variables are expanded: literal parts and variables that netc knows.
struct NginxValue: Hashable, Sendable {
  enum Part: Hashable, Sendable {
    case literal(NginxLiteral)
    case variable(NginxVariable)
  }
  let parts: [Part]

  /// Nil where all parts together are longer than a token may be.
  init?(_ parts: [Part]) {
    self.parts = parts
    guard NginxArgument.quoted(self).count <= NginxLimit.tokenBytes else { return nil }
  }

  /// Text without any variable: a `$` in it stays one, see `NginxVariable.dollar`.
  init?(_ text: String) {
    guard let literal = NginxLiteral(text) else { return nil }
    self.init([.literal(literal)])
  }
}

/// The name of a variable: one of nginx's own, or one that the configuration defines.
struct NginxVariable: Hashable, Sendable {
  let name: String

  /// A variable that nginx has.
  init(_ name: StaticString) { self.name = "\(name)" }

  /// A variable that the configuration defines: `netc_WORD_NUMBER`.
  init(own word: StaticString, _ numbers: Int...) {
    name = "netc_\(word)" + numbers.map { "_\($0)" }.joined()
  }

  /// One of nginx's families: `http_`, `cookie_`, `arg_` and a name, of which small letters,
  /// digits and `_` can be said.
  init?(_ family: StaticString, of name: HTTPToken) {
    guard !name.text.utf8.contains(UInt8(ascii: "-")) else { return nil }
    self.name = "\(family)\(name.text.lowercased())"
  }

  /// The header of a request or, as `upstream_http_`, of an answer; nginx writes `_` for `-`.
  init(_ family: StaticString, header: HTTPToken) {
    name = "\(family)\(header.text.lowercased().replacing("-", with: "_"))"
  }

  /// `geo $netc_dollar { default "$"; }`: nginx has no other way to write a `$` where variables
  /// are expanded, and `geo` expands none.
  static let dollar = NginxVariable("netc_dollar")
}

/// The escaping of the three sinks; nothing else in netc makes nginx quotes.
enum NginxQuoting {
  /// UTF-8 without C0, DEL, C1, and the separators that some editors show as line ends.
  static func isPrintable(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF: false
      case 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F: false
      default: true
      }
    }
  }

  /// Whether the text is a token that nginx's lexer can hold, escaped and in quotes.
  static func fits(_ text: String) -> Bool {
    text.utf8.reduce(2) { $0 + (mustEscape($1) ? 2 : 1) } <= NginxLimit.tokenBytes
  }

  private static func mustEscape(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  /// With `\` before each `"` and `\`.
  static func appendEscaped(_ text: String, to bytes: inout [UInt8]) {
    for byte in text.utf8 {
      if mustEscape(byte) { bytes.append(UInt8(ascii: "\\")) }
      bytes.append(byte)
    }
  }

  static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  /// With `\` before each byte that means something to PCRE.
  static func escapedForPCRE(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if byte < 0x80, !isLetterOrDigit(byte), byte != UInt8(ascii: "/"), byte != UInt8(ascii: "_") {
        bytes.append(UInt8(ascii: "\\"))
      }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
