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
    var start = 0
    var isBetween = true, needsSpace = false, isComment = false, isQuoted = false
    var quote: UInt8?, followsDollar = false
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == 10 { isComment = false }
      if isComment { continue }
      if isQuoted {
        isQuoted = false
        continue
      }
      if needsSpace {
        switch byte {
        case 32, 9, 13, 10:
          isBetween = true
          needsSpace = false
          continue
        case UInt8(ascii: ";"): return (words, .statement)
        case UInt8(ascii: "{"): return (words, .blockStart)
        case UInt8(ascii: ")"):
          isBetween = true
          needsSpace = false
        default: throw Failure.unexpected(String(UnicodeScalar(byte)))
        }
      }
      if isBetween {
        start = position - 1
        switch byte {
        case 32, 9, 13, 10: continue
        case UInt8(ascii: ";"), UInt8(ascii: "{"):
          if words.isEmpty { throw Failure.unexpected(String(UnicodeScalar(byte))) }
          return (words, byte == UInt8(ascii: "{") ? .blockStart : .statement)
        case UInt8(ascii: "}"):
          if !words.isEmpty { throw Failure.unexpected("}") }
          return ([], .blockEnd)
        case UInt8(ascii: "#"):
          isComment = true
          continue
        case UInt8(ascii: "\\"): isQuoted = true
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
          start += 1
          quote = byte
        case UInt8(ascii: "$"): followsDollar = true
        default: break
        }
        isBetween = false
        continue
      }
      if position - start >= longestToken { throw Failure.tooLong }
      if byte == UInt8(ascii: "{"), followsDollar { continue }
      followsDollar = false
      if byte == UInt8(ascii: "\\") {
        isQuoted = true
        continue
      }
      if byte == UInt8(ascii: "$") {
        followsDollar = true
        continue
      }
      if let mark = quote {
        guard byte == mark else { continue }
        quote = nil
        needsSpace = true
        words.append(unescaped(bytes[start..<position - 1]))
        continue
      }
      switch byte {
      case 32, 9, 13, 10, UInt8(ascii: ";"), UInt8(ascii: "{"):
        words.append(unescaped(bytes[start..<position - 1]))
        isBetween = true
        if byte == UInt8(ascii: ";") { return (words, .statement) }
        if byte == UInt8(ascii: "{") { return (words, .blockStart) }
      default: break
      }
    }
    guard words.isEmpty, isBetween else { throw Failure.unfinished }
    return ([], .file)
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
