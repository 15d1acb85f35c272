/// A path that a request is given instead of its own: literal parts and what groups captured.
///
/// Literals are characters of paths, unescaped, without `?`: a query in the replacement of a
/// `rewrite` makes nginx before 1.30.1 write past its memory (CVE-2026-42945).
package struct RewriteTemplate: Hashable, Sendable {
  package enum Part: Hashable, Sendable {
    case literal(String)
    /// `$1` to `$9`.
    case capture(Int)
  }

  package static let maximumLength = 512
  /// Neighbouring literals are one; the first is a literal that begins with `/`, or a capture.
  package let parts: [Part]

  package init(parsing text: String) throws(RewriteTemplateError) {
    let bytes = Array(text.utf8)
    guard bytes.count <= Self.maximumLength else { throw .tooLong(bytes.count) }
    guard bytes.first == UInt8(ascii: "/") || bytes.first == UInt8(ascii: "$") else {
      throw .notAbsolute
    }
    var parts: [Part] = []
    var literal: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      guard byte == UInt8(ascii: "$") else {
        guard HTTPCharacters.isPathCharacter(byte), byte != UInt8(ascii: ";") else {
          throw .badByte(byte)
        }
        literal.append(byte)
        continue
      }
      guard index < bytes.count, (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(bytes[index])
      else { throw .badCapture }
      if !literal.isEmpty { parts.append(.literal(String(decoding: literal, as: UTF8.self))) }
      literal = []
      parts.append(.capture(Int(bytes[index] - UInt8(ascii: "0"))))
      index += 1
    }
    if !literal.isEmpty { parts.append(.literal(String(decoding: literal, as: UTF8.self))) }
    self.parts = parts
  }

  /// The highest number of a capture; 0 where there is none.
  package var highestCapture: Int {
    parts.reduce(0) { highest, part in
      if case .capture(let number) = part { max(highest, number) } else { highest }
    }
  }
}

/// Why a text is no path to rewrite to.
package enum RewriteTemplateError: Error, Hashable, Sendable {
  case tooLong(Int)
  case notAbsolute
  case badByte(UInt8)
  case badCapture

  package var message: String {
    switch self {
    case .tooLong(let count): "\(count) bytes are over \(RewriteTemplate.maximumLength)"
    case .notAbsolute: "a path to rewrite to begins with `/` or with what a group captured"
    case .badByte(let byte): "\(HTTPCharacters.inWords(byte)) stands in no path to rewrite to"
    case .badCapture: "`$` may only begin `$1` to `$9`"
    }
  }
}
