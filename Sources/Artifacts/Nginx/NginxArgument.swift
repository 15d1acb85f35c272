import NetworkTypes

/// One argument of a directive: exactly one token for nginx's lexer, whatever it is made of.
struct NginxArgument: Hashable, Sendable {
  /// As it stands in the file.
  let source: [UInt8]

  private init(source: [UInt8]) { self.source = source }

  /// A word of the translation: `on`, `$host`, `reuseport`.
  static func word(_ literal: StaticString) -> NginxArgument {
    NginxArgument(source: Array("\(literal)".utf8))
  }

  /// `16`, `10m`, `5s`.
  static func number(_ number: Int, _ unit: StaticString = "") -> NginxArgument {
    NginxArgument(source: Array("\(number)\(unit)".utf8))
  }

  /// A checked name or address; also behind a word: `zone=NAME`.
  static func token(_ token: some ValidatedToken, after word: StaticString = "") -> NginxArgument {
    let text = PlainToken(token).text
    return NginxArgument(source: Array("\(word)\(text)".utf8))
  }

  /// `a.b.c:80`, `[::1]:80`, `zone=NAME:10m`: words, checked names and numbers in one token.
  static func joined(_ parts: NginxArgument...) -> NginxArgument {
    NginxArgument(source: Array(parts.map(\.source).joined()))
  }

  /// Where nothing is expanded.
  static func literal(_ text: NginxLiteral) -> NginxArgument { quoted { $0 += escaped(text.text) } }

  static func regex(_ regex: NginxRegex) -> NginxArgument {
    quoted { $0 += escaped(regex.pattern) }
  }

  /// The name of a server by an expression: `~` says so, within the quotes.
  static func name(matching regex: NginxRegex) -> NginxArgument {
    quoted { $0 += Array("~".utf8) + escaped(regex.pattern) }
  }

  /// The key of a map. The backslash keeps `default`, `include`, `hostnames`, `volatile` and `~…`
  /// from being more than a text (ngx_http_map_module).
  static func mapKey(_ text: NginxLiteral) -> NginxArgument {
    quoted { $0 += Array(#"\\"#.utf8) + escaped(text.text) }
  }

  /// The key of a map that is an expression.
  static func mapExpression(_ regex: NginxRegex) -> NginxArgument { name(matching: regex) }

  /// Where variables are expanded.
  static func value(_ value: NginxValue) -> NginxArgument { NginxArgument(source: quoted(value)) }

  /// The token of a value, whatever its length.
  static func quoted(_ value: NginxValue) -> [UInt8] {
    var bytes = [UInt8(ascii: "\"")]
    for part in value.parts { append(part, to: &bytes) }
    bytes.append(UInt8(ascii: "\""))
    return bytes
  }

  /// `$name`: where a variable is defined, or stands alone.
  static func variable(_ variable: NginxVariable) -> NginxArgument {
    NginxArgument(source: Array("$\(variable.name)".utf8))
  }

  /// The variable of a named group.
  static func groupNamed(_ word: StaticString, _ number: Int) -> NginxArgument {
    variable(NginxVariable(own: word, number))
  }

  private static func quoted(_ body: (inout [UInt8]) -> Void) -> NginxArgument {
    var bytes = [UInt8(ascii: "\"")]
    body(&bytes)
    bytes.append(UInt8(ascii: "\""))
    precondition(bytes.count <= NginxLimit.tokenBytes + 90, "a token of nginx must fit its buffer")
    return NginxArgument(source: bytes)
  }

  private static func escaped(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    NginxQuoting.appendEscaped(text, to: &bytes)
    return bytes
  }

  private static func append(_ part: NginxValue.Part, to bytes: inout [UInt8]) {
    switch part {
    case .variable(let variable): bytes += Array("${\(variable.name)}".utf8)
    case .literal(let literal):
      for byte in escaped(literal.text) {
        bytes += byte == UInt8(ascii: "$") ? Array("${\(NginxVariable.dollar.name)}".utf8) : [byte]
      }
    }
  }
}
