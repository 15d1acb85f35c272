/// The path of a URL, decoded: what a web server compares after it has taken the escapes out,
/// resolved dots and merged slashes.
///
/// Begins with `/`, is UTF-8 without control, format or line separating characters, has no empty
/// element but perhaps the last, and none that is `.` or `..`. Compared byte by byte.
package struct HTTPPath: Hashable, Comparable, Sendable {
  /// The longest path as written, in bytes: Gateway API's limit, and far below nginx' 4096 a token.
  package static let maximumLength = 1024
  package let bytes: [UInt8]

  package static let root = HTTPPath(checked: [slash])

  /// Reads a path as it stands in a URL: `/a%20b` is `/a b`.
  package init(parsing text: String) throws(HTTPPathError) {
    let written = Array(text.utf8)
    guard written.first == Self.slash else { throw .notAbsolute }
    guard written.count <= Self.maximumLength else { throw .tooLong(written.count) }
    let decoded = try Self.decode(written)
    try Self.check(decoded)
    bytes = decoded
  }

  private init(checked bytes: [UInt8]) { self.bytes = bytes }

  package var text: String { String(decoding: bytes, as: UTF8.self) }
  package var isRoot: Bool { bytes.count == 1 }
  package var endsWithSlash: Bool { bytes.last == Self.slash }

  /// Without the slash at its end; the root stays as it is.
  package var withoutFinalSlash: HTTPPath {
    isRoot || !endsWithSlash ? self : HTTPPath(checked: bytes.dropLast())
  }

  /// Whether another path is this one or lies below it, element by element.
  package func isPrefix(of other: HTTPPath) -> Bool {
    let own = withoutFinalSlash
    guard !own.isRoot else { return true }
    guard other.bytes.starts(with: own.bytes) else { return false }
    return other.bytes.count == own.bytes.count || other.bytes[own.bytes.count] == Self.slash
  }

  package static func < (left: Self, right: Self) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}

/// Why a text is no path that a request can have.
package enum HTTPPathError: Error, Hashable, Sendable {
  case notAbsolute
  /// The length found, in bytes.
  case tooLong(Int)
  /// A byte that stands in no URL as it is.
  case badByte(UInt8)
  /// `%` without two hexadecimal digits.
  case badEscape
  /// `%2F`: no server tells it from `/`.
  case encodedSlash
  /// `?` or `#`, which end a path.
  case endOfPath(UInt8)
  /// `//` within the path.
  case emptyElement
  /// `.` or `..`.
  case dotElement
  /// An escape that stands for a control, format or line separating character, or for no UTF-8.
  case unprintable

  /// What is wrong, lower case, no full stop.
  package var message: String {
    switch self {
    case .notAbsolute: "a path begins with `/`"
    case .tooLong(let count): "\(count) bytes are over \(HTTPPath.maximumLength)"
    case .badByte(let byte): "\(HTTPCharacters.inWords(byte)) stands in no path of a URL"
    case .badEscape: "`%` is not followed by two hexadecimal digits"
    case .encodedSlash: "`%2F` cannot be told from `/`"
    case .endOfPath(let byte): "\(HTTPCharacters.inWords(byte)) ends the path of a URL"
    case .emptyElement: "`//` is merged into one slash before paths are compared"
    case .dotElement: "`.` and `..` are resolved before paths are compared"
    case .unprintable: "an escape stands for a character that cannot be printed"
    }
  }

  /// Whether such a path harms nobody and only never matches.
  package var isHarmless: Bool {
    switch self {
    case .endOfPath, .emptyElement, .dotElement, .encodedSlash, .badEscape: true
    case .badByte(let byte): byte > 0x20 && byte < 0x7F
    case .notAbsolute, .tooLong, .unprintable: false
    }
  }
}

extension HTTPPath {
  static let slash = UInt8(ascii: "/")

  private static func decode(_ written: [UInt8]) throws(HTTPPathError) -> [UInt8] {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(written.count)
    var index = 0
    while index < written.count {
      let byte = written[index]
      if byte == UInt8(ascii: "%") {
        decoded.append(try escaped(written[(index + 1)...].prefix(2)))
        index += 3
        continue
      }
      if byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") { throw .endOfPath(byte) }
      guard HTTPCharacters.isPathCharacter(byte) else { throw .badByte(byte) }
      decoded.append(byte)
      index += 1
    }
    return decoded
  }

  private static func escaped(_ digits: ArraySlice<UInt8>) throws(HTTPPathError) -> UInt8 {
    guard digits.count == 2, let high = digits.first?.hexValue,
      let low = digits.last?.hexValue
    else { throw .badEscape }
    let byte = high << 4 | low
    if byte == slash { throw .encodedSlash }
    return byte
  }

  private static func check(_ decoded: [UInt8]) throws(HTTPPathError) {
    guard HTTPCharacters.isPrintable(decoded) else { throw .unprintable }
    let elements = decoded.dropFirst().split(separator: slash, omittingEmptySubsequences: false)
    for element in elements.dropLast() where element.isEmpty { throw .emptyElement }
    let dot = UInt8(ascii: ".")
    for element in elements where element.elementsEqual([dot]) || element.elementsEqual([dot, dot])
    {
      throw .dotElement
    }
  }
}
