/// What a request says about itself, where a URL is put together from it.
package enum RequestVariable: String, CaseIterable, Sendable {
  case scheme
  case host
  /// The `Host` header with its port.
  case httpHost = "http_host"
  /// Path and query as the client sent them.
  case requestURI = "request_uri"
  /// The same, escaped to stand in a query.
  case escapedRequestURI = "escaped_request_uri"
}

/// An absolute URL, or one that begins with a path, in which parts of the request may stand.
///
/// Literal parts are characters of URLs alone (RFC 3986, escapes in full), without `$`.
package struct URLTemplate: Hashable, Sendable {
  package enum Part: Hashable, Sendable {
    case literal(String)
    case variable(RequestVariable)
  }

  package static let maximumLength = 2048
  /// Neighbouring literals are one; not empty.
  package let parts: [Part]

  package init(parsing text: String) throws(URLTemplateError) {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty else { throw .empty }
    guard bytes.count <= Self.maximumLength else { throw .tooLong(bytes.count) }
    var parts: [Part] = []
    var literal: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "$") {
        let (variable, end) = try Self.variable(in: bytes, after: index)
        if !literal.isEmpty { parts.append(.literal(String(decoding: literal, as: UTF8.self))) }
        literal = []
        parts.append(.variable(variable))
        index = end
      } else {
        literal.append(try Self.checked(bytes, at: index))
        index += 1
      }
    }
    if !literal.isEmpty { parts.append(.literal(String(decoding: literal, as: UTF8.self))) }
    self.parts = parts
  }

  /// `http` or `https` at the front; nil where it is a variable or there is none.
  package var scheme: String? {
    guard case .literal(let text) = parts[0] else { return nil }
    return ["https", "http"].first { text.hasPrefix("\($0)://") }
  }

  /// Whether it names a server, rather than a path of the same one.
  package var isAbsolute: Bool {
    if case .variable(.scheme) = parts[0] { return true }
    return scheme != nil
  }

  package var isPath: Bool {
    if case .literal(let text) = parts[0] {
      return text.utf8.first == UInt8(ascii: "/") && !text.hasPrefix("//")
    }
    return parts[0] == .variable(.requestURI)
  }
}

/// Why a text is no URL, or none that is safe to answer with.
package enum URLTemplateError: Error, Hashable, Sendable {
  case empty
  case tooLong(Int)
  case badByte(UInt8)
  case badEscape
  /// `$` and a word that is no variable of a request, or no word.
  case unknownVariable(String)

  package var message: String {
    switch self {
    case .empty: "the URL is empty"
    case .tooLong(let count): "\(count) bytes are over \(URLTemplate.maximumLength)"
    case .badByte(let byte): "\(HTTPCharacters.inWords(byte)) stands in no URL"
    case .badEscape: "`%` is not followed by two hexadecimal digits"
    case .unknownVariable(let name):
      name.isEmpty
        ? "`$` begins a variable, and no name follows" : "`$\(name)` is no variable of a request"
    }
  }
}

extension URLTemplate {
  private static func variable(
    in bytes: [UInt8], after dollar: Int
  ) throws(URLTemplateError) -> (RequestVariable, end: Int) {
    var start = dollar + 1
    let isBraced = start < bytes.count && bytes[start] == UInt8(ascii: "{")
    if isBraced { start += 1 }
    var end = start
    while end < bytes.count, bytes[end].isLetterOrDigit || bytes[end] == UInt8(ascii: "_") {
      end += 1
    }
    let name = String(decoding: bytes[start..<end].prefix(64), as: UTF8.self)
    guard let variable = RequestVariable(rawValue: name) else { throw .unknownVariable(name) }
    guard isBraced else { return (variable, end) }
    guard end < bytes.count, bytes[end] == UInt8(ascii: "}") else {
      throw .unknownVariable(name)
    }
    return (variable, end + 1)
  }

  private static func checked(
    _ bytes: [UInt8], at index: Int
  ) throws(URLTemplateError) -> UInt8 {
    let byte = bytes[index]
    if byte == UInt8(ascii: "%") {
      let digits = bytes[(index + 1)...].prefix(2)
      guard digits.count == 2, digits.allSatisfy({ $0.hexValue != nil }) else {
        throw .badEscape
      }
      return byte
    }
    // `[` and `]` stand around IPv6 addresses.
    guard HTTPCharacters.isPathCharacter(byte) || "?#[]".utf8.contains(byte) else {
      throw .badByte(byte)
    }
    return byte
  }
}
