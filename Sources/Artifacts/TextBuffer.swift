package import NetworkTypes

/// The bytes of a file while they are being printed.
///
/// It takes literals, numbers and validated tokens only: free text has no way in, except through
/// a format's own quoting function, which returns a `QuotedText`.
package struct TextBuffer {
  package private(set) var bytes: [UInt8] = []

  package init(reservingCapacity count: Int = 4096) { bytes.reserveCapacity(count) }

  /// Literal text of the printer.
  package mutating func write(_ literal: StaticString) {
    literal.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
  }

  package mutating func write(_ token: some ValidatedToken) { token.append(to: &bytes) }

  package mutating func write(_ quoted: QuotedText) { bytes.append(contentsOf: quoted.text.utf8) }

  package mutating func write(_ number: some BinaryInteger) {
    bytes.append(contentsOf: String(number).utf8)
  }

  /// Text that another buffer has taken already.
  package mutating func write(_ other: TextBuffer) { bytes.append(contentsOf: other.bytes) }
}

/// Text that a format's quoting function has made harmless for that format.
package struct QuotedText: Sendable {
  let text: String

  /// For quoting functions alone; each stands in its printer, with a hostile-input test.
  init(quotedBy text: String) { self.text = text }
}
