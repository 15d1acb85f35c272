/// The name of a header, method or cookie: a token of RFC 9110 5.6.2, narrowed to letters, digits,
/// `-` and `_`, which no quoting rule minds. Compared without regard to case by whoever needs it.
package struct HTTPToken: ValidatedToken, Comparable {
  /// No header that is in use is longer.
  package static let maximumLength = 128
  package let text: String

  /// Nil for any other text.
  package init?(_ text: String) {
    guard !text.isEmpty, text.utf8.count <= Self.maximumLength,
      text.utf8.allSatisfy({
        $0.isLetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
      })
    else { return nil }
    self.text = text
  }

  package func append(to bytes: inout [UInt8]) { bytes.append(contentsOf: text.utf8) }
  package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// A line of printable ASCII, blanks included: the value of a header, a realm. Not for printing as
/// it is: it may hold quotes, backslashes, `$` and `;`.
package struct HTTPText: Hashable, Comparable, Sendable {
  /// Header lines beyond this are cut off by default (`large_client_header_buffers`).
  package static let maximumLength = 1024
  package let text: String

  /// Nil for text with other characters, and for text that is too long.
  package init?(_ text: String) {
    guard text.utf8.count <= Self.maximumLength,
      text.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
    else { return nil }
    self.text = text
  }

  package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}
