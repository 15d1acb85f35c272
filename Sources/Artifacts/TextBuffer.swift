package import NetworkTypes

/// The bytes of a file while they are being printed.
///
/// It takes literals, numbers and validated tokens only: free text has no way in, except through
/// a format's own quoting function, which returns a `QuotedText`.
package struct TextBuffer {
  /// A piece is closed when it is nearly as long as this, so that a long text is neither moved as it
  /// grows nor kept in twice the room it needs.
  private static let pieceBytes = 65_536
  /// What a piece leaves free for the token that closes it.
  private static let slackBytes = 1024

  /// What is behind the last piece that was closed or taken over.
  private var open: [UInt8] = []
  private var closed: [[UInt8]] = []

  package init(reservingCapacity count: Int = 4096) {
    open.reserveCapacity(min(count, Self.pieceBytes))
  }

  /// The text in pieces; those that other buffers have taken too share their memory.
  package var parts: [[UInt8]] { open.isEmpty ? closed : closed + [open] }
  package var bytes: [UInt8] { Array(parts.joined()) }

  /// Literal text of the printer.
  package mutating func write(_ literal: StaticString) {
    literal.withUTF8Buffer { unsafe open.append(contentsOf: $0) }
  }

  package mutating func write(_ token: some ValidatedToken) {
    token.append(to: &open)
    if open.count > Self.pieceBytes - Self.slackBytes { close() }
  }

  package mutating func write(_ quoted: QuotedText) { open.append(contentsOf: quoted.text.utf8) }

  package mutating func write(_ number: some BinaryInteger) {
    open.append(contentsOf: String(number).utf8)
  }

  /// Text that another buffer has taken already; it is not copied.
  package mutating func write(_ other: TextBuffer) {
    if !open.isEmpty { closed.append(open) }
    closed += other.parts
    open = []
  }

  private mutating func close() {
    closed.append(open)
    open = []
    open.reserveCapacity(Self.pieceBytes)
  }
}

/// Text that a format's quoting function has made harmless for that format.
package struct QuotedText: Sendable {
  let text: String

  /// For quoting functions alone; each stands in its printer, with a hostile-input test.
  init(quotedBy text: String) { self.text = text }
}
