/// One step of the parser, with byte offsets into the source file.
struct YAMLEvent {
  enum Kind {
    case streamStart, streamEnd, documentStart, documentEnd
    case alias, scalar
    case sequenceStart, sequenceEnd, mappingStart, mappingEnd
  }

  let kind: Kind
  /// Of a scalar; `plain` for anything else.
  let style: YAMLScalarStyle
  /// Whether there is an anchor or a tag, to be asked from the reader. Cheaper than two Strings.
  let hasProperties: Bool
  let isInSideText: Bool
  /// Where the anchor or tag begins; `start` if there is none.
  let propertiesStart: UInt32
  /// Where the node itself begins. The end of a block collection has no width and stands at the
  /// token that follows it.
  let start: UInt32
  let end: UInt32
  /// The text of a scalar, in the source or in the side text.
  let textStart: UInt32
  let textCount: UInt32

  init(
    _ kind: Kind, style: YAMLScalarStyle = .plain, hasProperties: Bool = false,
    isInSideText: Bool = false, propertiesStart: UInt32, start: UInt32, end: UInt32,
    textStart: UInt32 = 0, textCount: UInt32 = 0
  ) {
    self.kind = kind
    self.style = style
    self.hasProperties = hasProperties
    self.isInSideText = isInSideText
    self.propertiesStart = propertiesStart
    self.start = start
    self.end = end
    self.textStart = textStart
    self.textCount = textCount
  }

  /// An event without properties and text.
  init(_ kind: Kind, _ start: UInt32, _ end: UInt32) {
    self.init(kind, propertiesStart: start, start: start, end: end)
  }
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
