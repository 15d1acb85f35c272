package import Diagnostics

/// A node of a document: a reference to the document and a place in it.
///
/// An alias is followed at once: the node's kind and content are those of the anchored node, its
/// `range` is the place of the alias.
package struct YAMLNode: Sendable {
  package let document: YAMLDocument
  /// Where the node stands: the alias, if it is one.
  let place: UInt32
  /// Where its content is.
  let index: UInt32

  init(document: YAMLDocument, place: UInt32) {
    self.document = document
    self.place = place
    let record = document.records[Int(place)]
    index = record.kind == .alias ? record.first : place
  }

  var record: YAMLRecord { document.records[Int(index)] }

  package enum Kind: Sendable {
    case scalar, sequence, mapping
  }

  package var kind: Kind {
    switch record.kind {
    case .scalar: .scalar
    case .sequence: .sequence
    case .mapping: .mapping
    case .alias: preconditionFailure("an alias never points at an alias")
    }
  }

  /// The bytes of the node: a scalar with its quotes, a collection from its first token to its
  /// last, without its anchor and tag. For an alias, the `*name`.
  package var range: SourceRange {
    let record = document.records[Int(place)]
    return document.place(record.start, record.end)
  }

  /// Where the content of an alias (or of an entry that a merge key brought) is written; nil for
  /// other nodes.
  package var anchoredRange: SourceRange? {
    guard place != index else { return nil }
    return document.place(record.start, record.end)
  }

  /// Number of items of a sequence or entries of a mapping; 0 for a scalar.
  package var count: Int {
    record.kind == .scalar ? 0 : Int(record.count)
  }
}

// MARK: - Scalars

extension YAMLNode {
  /// Whether this is a scalar without quotes, in one line or several.
  package var isPlain: Bool { record.kind == .scalar && record.style == .plain }

  /// Whether this is a scalar in single or double quotes.
  package var isQuoted: Bool {
    record.kind == .scalar && (record.style == .singleQuoted || record.style == .doubleQuoted)
  }

  /// How a scalar is written; `plain` for a collection.
  package var style: YAMLScalarStyle { record.style }

  /// The text of a scalar, escapes resolved and lines folded; empty for a collection.
  package var string: String {
    switch textPlace {
    case .source(let bounds): String(decoding: document.source.bytes[bounds], as: UTF8.self)
    case .sideText(let bounds): String(decoding: document.sideText[bounds], as: UTF8.self)
    }
  }

  /// Lends the text of a scalar as bytes, without making a String; no bytes for a collection.
  package func withUTF8<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    switch textPlace {
    case .source(let bounds):
      let bytes = document.source.bytes
      let span = bytes.span
      return try body(span.extracting(bounds))
    case .sideText(let bounds):
      let bytes = document.sideText
      let span = bytes.span
      return try body(span.extracting(bounds))
    }
  }

  private enum TextPlace {
    case source(Range<Int>)
    case sideText(Range<Int>)
  }

  /// Where the text of a scalar is; an empty place for a collection.
  private var textPlace: TextPlace {
    let record = record
    guard record.kind == .scalar else { return .source(0..<0) }
    let bounds = Int(record.first)..<Int(record.first + record.count)
    return record.isInSideText ? .sideText(bounds) : .source(bounds)
  }

  /// Whether the node is a scalar with exactly this text.
  package func hasText(_ text: String) -> Bool {
    guard record.kind == .scalar, Int(record.count) == text.utf8.count else { return false }
    return withUTF8 { $0.holdsSameBytes(as: text.utf8.span) }
  }

  /// The type that the API server would give the scalar; `string` for a collection.
  package var scalar: YAMLScalar {
    let record = record
    guard record.kind == .scalar else { return .string }
    switch record.tag {
    case .string, .binary: return .string
    case .none where record.style != .plain: return .string
    case .none: return withUTF8 { YAMLScalar(plain: $0) }
    default: return withUTF8 { YAMLScalar($0, tag: record.tag) } ?? .string
    }
  }

  /// Whether this is a scalar of type null (`null`, `~`, or nothing at all).
  package var isNull: Bool {
    let record = record
    guard record.kind == .scalar else { return false }
    // The usual case first: only four of the plain words of four bytes at most are null.
    if record.tag == .none, record.style != .plain || record.count > 4 { return false }
    if case .null = scalar { return true }
    return false
  }
}

extension Span<UInt8> {
  func holdsSameBytes(as other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for index in indices where self[index] != other[index] { return false }
    return true
  }
}
