/// One node of the arena, in 24 bytes.
///
/// Ranges are byte offsets into the source file. `next` links the children of one parent (in a
/// mapping: key, value, key, value …); 0 ends the list, for the root is nobody's sibling.
struct YAMLRecord: Equatable, Sendable {
  /// Kind, style, tag and the place of the text, a byte each. One word that is put together in
  /// registers: four stored bytes that are read as a word stall the pipeline for each node
  /// (10 % of the time of composing).
  private var header: UInt32
  var start: UInt32
  var end: UInt32
  var next: UInt32 = 0
  /// Scalar: offset of its text. Collection: its first child, or 0. Alias: the node meant,
  /// which is never itself an alias.
  var first: UInt32 = 0
  /// Scalar: length of its text in bytes. Sequence: items. Mapping: entries.
  var count: UInt32 = 0

  enum Kind: UInt8 {
    case scalar, sequence, mapping, alias
  }

  init(
    _ kind: Kind, style: YAMLScalarStyle = .plain, isInSideText: Bool = false, start: UInt32,
    end: UInt32, first: UInt32 = 0, count: UInt32 = 0
  ) {
    header =
      UInt32(kind.rawValue) | UInt32(style.rawValue) << 8 | (isInSideText ? 1 << 24 : 0)
    self.start = start
    self.end = end
    self.first = first
    self.count = count
  }

  var kind: Kind {
    get { Kind(rawValue: UInt8(truncatingIfNeeded: header)) ?? .scalar }
    set { header = header & ~0xFF | UInt32(newValue.rawValue) }
  }

  var style: YAMLScalarStyle {
    YAMLScalarStyle(rawValue: UInt8(truncatingIfNeeded: header >> 8)) ?? .plain
  }

  var tag: YAMLTag {
    get { YAMLTag(rawValue: UInt8(truncatingIfNeeded: header >> 16)) ?? .none }
    set { header = header & ~0xFF_0000 | UInt32(newValue.rawValue) << 16 }
  }

  /// Whether the text of a scalar is in the document's side text rather than in the source.
  var isInSideText: Bool {
    get { header >> 24 != 0 }
    set { header = header & 0xFF_FFFF | (newValue ? 1 << 24 : 0) }
  }
}

/// How a scalar is written.
package enum YAMLScalarStyle: UInt8, Sendable {
  case plain, singleQuoted, doubleQuoted, literal, folded
}
