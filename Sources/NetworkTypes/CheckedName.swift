/// A name that holds only what its rule allows; ASCII throughout.
package protocol CheckedName: ValidatedToken, Comparable, ExpressibleByStringLiteral {
  static var kind: NameKind { get }
  var text: String { get }
  /// Takes a text that `problem(in:)` found nothing wrong with.
  init(checked text: String)
  /// The first thing that is wrong with a text, nil when it is legal.
  static func problem(in text: Span<UInt8>) -> NameProblem?
}

/// What a check found, before it is put in words.
package enum NameProblem: Hashable, Sendable {
  case reason(NameError.Reason)
  /// The offset of a byte that is not allowed.
  case badByte(at: Int)
}

extension CheckedName {
  package init(parsing text: String) throws(NameError) {
    switch Self.problem(in: text.utf8.span) {
    case nil: self.init(checked: text)
    case .reason(let reason)?: throw Self.error(reason, in: text)
    case .badByte(let offset)?:
      // The bytes before are ASCII, so the offset is the start of a character.
      let index = text.utf8.index(text.startIndex, offsetBy: offset)
      throw Self.error(.badCharacter(text.unicodeScalars[index]), in: text)
    }
  }

  /// For names that stand in our own text: a bad one is a programmer's mistake.
  package init(stringLiteral text: String) {
    precondition(Self.problem(in: text.utf8.span) == nil, "an illegal name in a literal: \(text)")
    self.init(checked: text)
  }

  package var description: String { text }
  package func append(to bytes: inout [UInt8]) { bytes.append(contentsOf: text.utf8) }

  package static func < (left: Self, right: Self) -> Bool { left.text < right.text }

  private static func error(_ reason: NameError.Reason, in text: String) -> NameError {
    NameError(kind: kind, reason: reason, suggestion: suggestion(for: text))
  }

  /// The text with illegal characters turned into hyphens, shortened to what is legal.
  private static func suggestion(for text: String) -> String? {
    let isCaseKept = kind == .labelKey || kind == .labelValue || kind == .interfaceName
    let isWide = isCaseKept  // letters of both cases, '_' and '.'
    var bytes: [UInt8] = []
    for byte in text.utf8.prefix(4 * kind.maximumLength) {
      let folded = isCaseKept || !byte.isLetter ? byte : byte | 0x20
      let isKept =
        folded.isLetterOrDigit || (folded == UInt8(ascii: ".") && kind != .dnsLabel)
        || (isWide && folded == UInt8(ascii: "_"))
      let written = isKept ? folded : UInt8(ascii: "-")
      if written == UInt8(ascii: "-"), bytes.last == written || bytes.isEmpty { continue }
      bytes.append(written)
    }
    bytes = Array(bytes.prefix(kind.maximumLength))
    while let last = bytes.last, !last.isLetterOrDigit { bytes.removeLast() }
    let candidate = String(decoding: bytes, as: UTF8.self)
    let isLegal = !bytes.isEmpty && problem(in: candidate.utf8.span) == nil
    return isLegal && candidate != text ? candidate : nil
  }
}
