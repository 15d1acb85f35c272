/// nginx's own lexer, written anew after ngx_conf_read_token (src/core/ngx_conf_file.c, 1.22.1):
/// what nginx makes of a text, without any of the code that printed it.
struct NginxLexer {
  /// A directive as nginx sees it: its words, and what is in its braces.
  struct Directive: Equatable, CustomStringConvertible {
    var words: [String]
    var block: [Directive]?

    var description: String { "\(words)" + (block.map { " \($0)" } ?? "") }
  }

  enum Failure: Error, Equatable {
    case unexpected(String)
    case tooLong
    case unfinished
  }

  private enum End { case statement, blockStart, blockEnd, file }

  private let bytes: [UInt8]
  private var position = 0
  /// NGX_CONF_BUFFER
  private let longestToken = 4_096

  static func read(_ bytes: [UInt8]) throws -> [Directive] {
    var lexer = NginxLexer(bytes: bytes)
    return try lexer.block(isOutermost: true)
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func block(isOutermost: Bool) throws -> [Directive] {
    var found: [Directive] = []
    while true {
      let (words, end) = try statement()
      switch end {
      case .statement: found.append(Directive(words: words, block: nil))
      case .blockStart:
        found.append(Directive(words: words, block: try block(isOutermost: false)))
      case .blockEnd where !isOutermost: return found
      case .file where isOutermost: return found
      case .blockEnd: throw Failure.unexpected("}")
      case .file: throw Failure.unfinished
      }
    }
  }

  /// The words up to `;`, `{` or `}`.
  private mutating func statement() throws -> ([String], End) {
    var words: [String] = []
    while let byte = nextOutside() {
      switch byte {
      case UInt8(ascii: ";"), UInt8(ascii: "{"):
        if words.isEmpty { throw Failure.unexpected(String(UnicodeScalar(byte))) }
        position += 1
        return (words, byte == UInt8(ascii: "{") ? .blockStart : .statement)
      case UInt8(ascii: "}"):
        if !words.isEmpty { throw Failure.unexpected("}") }
        position += 1
        return ([], .blockEnd)
      case UInt8(ascii: "\""), UInt8(ascii: "'"): words.append(try quoted(by: byte))
      default: words.append(try plain())
      }
    }
    guard words.isEmpty else { throw Failure.unfinished }
    return ([], .file)
  }

  /// The next byte that begins a word or ends a statement, behind blanks and comments.
  private mutating func nextOutside() -> UInt8? {
    var isComment = false
    while position < bytes.count {
      let byte = bytes[position]
      if byte == 10 { isComment = false }
      if byte == UInt8(ascii: "#") { isComment = true }
      if !isComment, !Self.isBlank(byte) { return byte }
      position += 1
    }
    return nil
  }

  private mutating func quoted(by mark: UInt8) throws -> String {
    position += 1
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      position += byte == UInt8(ascii: "\\") ? 2 : 1
      if position - start >= longestToken { throw Failure.tooLong }
      guard byte == mark else { continue }
      try checkEndOfQuote()
      return unescaped(bytes[start..<position - 1])
    }
    throw Failure.unfinished
  }

  private func checkEndOfQuote() throws {
    guard position < bytes.count else { throw Failure.unfinished }
    let byte = bytes[position]
    let ends = [UInt8(ascii: ";"), UInt8(ascii: "{"), UInt8(ascii: ")")]
    guard Self.isBlank(byte) || ends.contains(byte) else {
      throw Failure.unexpected(String(UnicodeScalar(byte)))
    }
  }

  private mutating func plain() throws -> String {
    let start = position
    var followsDollar = false
    while position < bytes.count {
      let byte = bytes[position]
      if position - start >= longestToken { throw Failure.tooLong }
      if byte == UInt8(ascii: "{"), followsDollar {
        position += 1
        continue
      }
      if Self.isBlank(byte) || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "{") {
        return unescaped(bytes[start..<position])
      }
      followsDollar = byte == UInt8(ascii: "$")
      position += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    throw Failure.unfinished
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 32 || byte == 9 || byte == 13 || byte == 10
  }

  private func unescaped(_ source: ArraySlice<UInt8>) -> String {
    var result: [UInt8] = []
    var index = source.startIndex
    while index < source.endIndex {
      let next = index + 1 < source.endIndex ? source[index + 1] : 0
      var byte = source[index]
      if byte == UInt8(ascii: "\\") {
        switch next {
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"): byte = next
        case UInt8(ascii: "t"): byte = 9
        case UInt8(ascii: "r"): byte = 13
        case UInt8(ascii: "n"): byte = 10
        default: index -= 1
        }
        index += 1
      }
      result.append(byte)
      index += 1
    }
    return String(decoding: result, as: UTF8.self)
  }
}
