package import NetworkTypes

/// The bytes of a file while they are being printed.
///
/// It takes literals, numbers and validated tokens only: free text has no way in, except through
/// a format's own quoting function, which returns a `QuotedText`.
package struct TextBuffer {
  /// What is behind the last text that was taken over.
  private var open: [UInt8] = []
  private var taken: [[UInt8]] = []

  package init(reservingCapacity count: Int = 4096) { open.reserveCapacity(count) }

  /// The text in pieces; those that other buffers have taken too share their memory.
  package var parts: [[UInt8]] { taken + [open] }
  package var bytes: [UInt8] { Array(parts.joined()) }

  /// Literal text of the printer.
  package mutating func write(_ literal: StaticString) {
    literal.withUTF8Buffer { unsafe open.append(contentsOf: $0) }
  }

  package mutating func write(_ token: some ValidatedToken) { token.append(to: &open) }

  package mutating func write(_ quoted: QuotedText) { open.append(contentsOf: quoted.text.utf8) }

  package mutating func write(_ number: some BinaryInteger) {
    open.append(contentsOf: String(number).utf8)
  }

  /// Text that another buffer has taken already; it is not copied.
  package mutating func write(_ other: TextBuffer) {
    taken += [open] + other.parts
    open = []
  }
}

/// Text that a format's quoting function has made harmless for that format.
package struct QuotedText: Sendable {
  let text: String

  /// For quoting functions alone; each stands in its printer, with a hostile-input test.
  init(quotedBy text: String) { self.text = text }
}
