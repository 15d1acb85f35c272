/// A regular expression for paths, of the part of PCRE that cannot surprise: literals, `.`,
/// classes, groups, alternatives and quantifiers. It is meant for the whole decoded path.
///
/// Left out: look-around, back references, options, possessive quantifiers, `^` but at the start,
/// escapes of URLs, and repetition of what itself varies, whose running time explodes. Text is
/// printable ASCII without blanks, quotes, `#`, `%` and `;`.
package struct PathRegex: Hashable, Comparable, Sendable {
  package static let maximumLength = 512
  /// More parts of unbounded length make matching slow: each multiplies it by the path's length.
  package static let maximumUnbounded = 4
  /// nginx knows `$1` to `$9`.
  package static let maximumCaptures = 9

  /// As written, without a `^` at the start and a `$` at the end; begins with `/`.
  package let text: String
  /// How many groups capture.
  package let captureCount: Int
  /// The start of the text that stands for itself: every path that matches begins with it.
  package let literalPrefix: String

  package init(parsing text: String) throws(PathRegexError) {
    var bytes = Array(text.utf8)
    guard bytes.count <= Self.maximumLength else { throw .tooLong(bytes.count) }
    if bytes.first == UInt8(ascii: "^") { bytes.removeFirst() }
    guard bytes.first == UInt8(ascii: "/") else { throw .notAbsolute }
    var parser = PathRegexParser(bytes)
    try parser.parse()
    if parser.endsWithAnchor { bytes.removeLast() }
    self.text = String(decoding: bytes, as: UTF8.self)
    captureCount = parser.captureCount
    literalPrefix = String(decoding: parser.literalPrefix, as: UTF8.self)
  }

  /// Whether a path holds what makes it an expression, rather than a plain path.
  package static func isExpression(_ path: String) -> Bool {
    path.utf8.contains { "^$*+?()[]{}|\\".utf8.contains($0) }
  }

  /// Longer ones first, as a server tries them.
  package static func < (left: Self, right: Self) -> Bool {
    let (own, other) = (left.text.utf8, right.text.utf8)
    return own.count == other.count ? own.lexicographicallyPrecedes(other) : own.count > other.count
  }
}

/// Why a text is no regular expression that netc takes.
package enum PathRegexError: Error, Hashable, Sendable {
  case tooLong(Int)
  case notAbsolute
  case badByte(UInt8)
  case badEscape
  case unbalanced(UInt8)
  case nothingToRepeat
  case misplacedAnchor
  case extendedGroup
  case badCount
  case misplacedAlternative
  case explosive
  case tooManyCaptures
  case tooManyUnbounded

  package var message: String {
    switch self {
    case .tooLong(let count): "\(count) bytes are over \(PathRegex.maximumLength)"
    case .notAbsolute: "an expression for paths begins with `/` or `^/`"
    case .badByte(let byte): "\(HTTPCharacters.inWords(byte)) stands in no expression for paths"
    case .badEscape: "`\\` may stand before a sign, or be one of `\\d`, `\\w`, `\\D` and `\\W`"
    case .unbalanced(let byte): "\(HTTPCharacters.inWords(byte)) has no counterpart"
    case .nothingToRepeat: "there is nothing before a quantifier to repeat"
    case .misplacedAnchor: "`^` belongs at the start and `$` at the end of an alternative"
    case .extendedGroup: "of the groups that begin with `(?`, only `(?:` is taken"
    case .badCount: "a count is `{n}`, `{n,}` or `{n,m}` of at most 100"
    case .misplacedAlternative: "alternatives stand in a group: `/(a|b)`"
    case .explosive:
      "a repeated group varies in itself, so that some paths take forever to compare"
    case .tooManyCaptures: "more than \(PathRegex.maximumCaptures) groups capture"
    case .tooManyUnbounded:
      "more than \(PathRegex.maximumUnbounded) parts may be of any length, which is slow"
    }
  }
}
