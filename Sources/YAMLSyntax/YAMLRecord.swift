/// One node of the arena, in 24 bytes.
///
/// Ranges are byte offsets into the source file. `next` links the children of one parent (in a
/// mapping: key, value, key, value …); 0 ends the list, for the root is nobody's sibling.
struct YAMLRecord: Sendable {
  var kind: Kind
  var style: YAMLScalarStyle
  var tag: YAMLTag
  /// Whether the text of a scalar is in the document's side text rather than in the source.
  var isInSideText = false
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
}

/// How a scalar is written.
package enum YAMLScalarStyle: UInt8, Sendable {
  case plain, singleQuoted, doubleQuoted, literal, folded
}
