/// One step of the parser, with byte offsets into the source file.
struct YAMLEvent {
  enum Kind {
    case streamStart, streamEnd, documentStart, documentEnd
    case alias, scalar
    case sequenceStart, sequenceEnd, mappingStart, mappingEnd
  }

  var kind: Kind
  /// Of a scalar; `plain` for anything else.
  var style: YAMLScalarStyle = .plain
  /// Whether there is an anchor or a tag, to be asked from the reader. Cheaper than two Strings.
  var hasProperties = false
  var isInSideText = false
  /// Where the anchor or tag begins; `start` if there is none.
  var propertiesStart: UInt32
  /// Where the node itself begins. The end of a block collection has no width and stands at the
  /// token that follows it.
  var start: UInt32
  var end: UInt32
  /// The text of a scalar, in the source or in the side text.
  var textStart: UInt32 = 0
  var textCount: UInt32 = 0
}

/// Why libyaml stopped: its words, to be translated by `YAMLSyntaxReport`.
struct YAMLFault: Error {
  let problem: String
  /// Byte offset of the problem.
  let offset: UInt32
  /// Byte offset of what was being read (the opening quote or bracket); equal to `offset` if
  /// libyaml names none.
  let contextOffset: UInt32
}
