internal import CLibYAML
internal import Diagnostics

/// libyaml's event parser over one file: the only file that touches C or unsafe memory.
///
/// Why each use is sound: parser and event live in heap memory of their own from `init` to
/// `deinit`, so C may keep their addresses; the input object is kept alive by this value, which
/// outlives the parser; what an event points at is copied or compared before the event is deleted.
/// A failed parse leaves nothing in the event; the parser's own memory goes with the parser.
@safe
struct YAMLEventReader: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let event: UnsafeMutablePointer<yaml_event_t>
  private let input: YAMLInput
  private let bytes: [UInt8]
  private let base: Int
  private var cursor: YAMLByteCursor
  /// The anchor of the last event that had properties.
  private(set) var anchor: String?
  /// The tag of the last event that had properties.
  private(set) var tag: String?

  /// - Parameters:
  ///   - base: where to begin; behind a byte order mark, or at a `---`.
  ///   - isASCII: whether all bytes are ASCII.
  init(bytes: [UInt8], from base: Int, isASCII: Bool) {
    unsafe parser = .allocate(capacity: 1)
    unsafe event = .allocate(capacity: 1)
    input = YAMLInput(bytes: bytes, position: base)
    self.bytes = bytes
    self.base = base
    cursor = YAMLByteCursor(base: base, isASCII: isASCII)
    unsafe event.initialize(to: yaml_event_t())
    let isReady = unsafe yaml_parser_initialize(parser)
    precondition(isReady == 1, "libyaml found no memory for its parser")
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input(
      parser, YAMLInput.read, Unmanaged.passUnretained(input).toOpaque())
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
    unsafe event.deallocate()
  }

  /// The next event; the text of a scalar that does not stand in the file as it is goes to
  /// `sideText`. After a fault, or after `streamEnd`, the reader must not be asked again.
  mutating func next(sideText: inout [UInt8]) throws(YAMLFault) -> YAMLEvent {
    guard unsafe yaml_parser_parse(parser, event) == 1 else { throw fault() }
    defer { unsafe yaml_event_delete(event) }
    let start = byteOffset(unsafe event.pointee.start_mark)
    let end = byteOffset(unsafe event.pointee.end_mark)
    switch unsafe event.pointee.type {
    case YAML_SCALAR_EVENT:
      return scalar(from: start, to: end, sideText: &sideText)
    case YAML_MAPPING_START_EVENT:
      let mapping = unsafe event.pointee.data.mapping_start
      return collection(
        .mappingStart, hasProperties: unsafe setProperties(mapping.anchor, mapping.tag),
        from: start, to: end)
    case YAML_SEQUENCE_START_EVENT:
      let sequence = unsafe event.pointee.data.sequence_start
      return collection(
        .sequenceStart, hasProperties: unsafe setProperties(sequence.anchor, sequence.tag),
        from: start, to: end)
    case YAML_MAPPING_END_EVENT: return YAMLEvent(.mappingEnd, start, end)
    case YAML_SEQUENCE_END_EVENT: return YAMLEvent(.sequenceEnd, start, end)
    case YAML_ALIAS_EVENT:
      anchor = unsafe Self.string(event.pointee.data.alias.anchor)
      return YAMLEvent(.alias, start, end)
    case YAML_DOCUMENT_START_EVENT: return YAMLEvent(.documentStart, start, end)
    case YAML_DOCUMENT_END_EVENT: return YAMLEvent(.documentEnd, start, end)
    case YAML_STREAM_START_EVENT: return YAMLEvent(.streamStart, start, end)
    default: return YAMLEvent(.streamEnd, start, end)
    }
  }

  private mutating func byteOffset(_ mark: yaml_mark_t) -> UInt32 {
    cursor.byteOffset(ofCharacter: mark.index, in: bytes)
  }

  private mutating func fault() -> YAMLFault {
    let state = unsafe parser.pointee
    guard let problem = unsafe state.problem else {
      return YAMLFault(problem: "out of memory", offset: 0, contextOffset: 0)
    }
    // Errors of libyaml's decoder count bytes; those of scanner and parser have marks.
    let isDecoderError = unsafe state.error == YAML_READER_ERROR
    let offset =
      isDecoderError
      ? UInt32(truncatingIfNeeded: base + (unsafe state.problem_offset))
      : byteOffset(unsafe state.problem_mark)
    let hasContext = unsafe !isDecoderError && state.context != nil
    return YAMLFault(
      problem: unsafe String(cString: problem), offset: offset,
      contextOffset: hasContext ? byteOffset(unsafe state.context_mark) : offset)
  }
}

// MARK: - Copying out of an event

extension YAMLEventReader {
  private mutating func scalar(
    from start: UInt32, to end: UInt32, sideText: inout [UInt8]
  ) -> YAMLEvent {
    let scalar = unsafe event.pointee.data.scalar
    let hasProperties = unsafe setProperties(scalar.anchor, scalar.tag)
    let ownStart = hasProperties ? startBehindProperties(start, end) : start
    let style = Self.style(unsafe scalar.style)
    let count = UInt32(truncatingIfNeeded: unsafe scalar.length)
    var textStart: UInt32 = 0
    var isInSideText = false
    if let text = unsafe scalar.value, count > 0 {
      let quotes: UInt32 = style == .plain ? 0 : 1
      textStart = ownStart + quotes
      isInSideText =
        unsafe end - ownStart != count + 2 * quotes || !isInSource(text, count, at: textStart)
      if isInSideText {
        textStart = UInt32(sideText.count)
        unsafe sideText.append(contentsOf: UnsafeBufferPointer(start: text, count: Int(count)))
      }
    }
    return YAMLEvent(
      .scalar, style: style, hasProperties: hasProperties, isInSideText: isInSideText,
      propertiesStart: start, start: ownStart, end: end, textStart: textStart, textCount: count)
  }

  private func collection(
    _ kind: YAMLEvent.Kind, hasProperties: Bool, from start: UInt32, to end: UInt32
  ) -> YAMLEvent {
    guard hasProperties else { return YAMLEvent(kind, start, end) }
    // The end mark of a block collection may stand before its first token.
    let ownStart = startBehindProperties(start, UInt32(bytes.count))
    return YAMLEvent(
      kind, hasProperties: true, propertiesStart: start, start: ownStart, end: max(ownStart, end))
  }

  private func startBehindProperties(_ start: UInt32, _ end: UInt32) -> UInt32 {
    UInt32(bytes.span.offsetBehindProperties(from: Int(start), to: Int(end)))
  }

  /// Notes the anchor and the tag of a node; false if it has none.
  private mutating func setProperties(
    _ anchor: UnsafeMutablePointer<UInt8>?, _ tag: UnsafeMutablePointer<UInt8>?
  ) -> Bool {
    guard unsafe anchor != nil || tag != nil else { return false }
    self.anchor = unsafe Self.string(anchor)
    self.tag = unsafe Self.string(tag)
    return true
  }

  private func isInSource(
    _ text: UnsafeMutablePointer<UInt8>, _ count: UInt32, at offset: UInt32
  ) -> Bool {
    unsafe bytes.withUnsafeBytes { source in
      guard let start = source.baseAddress else { return false }
      return unsafe memcmp(start + Int(offset), text, Int(count)) == 0
    }
  }

  private static func string(_ text: UnsafeMutablePointer<UInt8>?) -> String? {
    guard let text = unsafe text else { return nil }
    return unsafe String(cString: text)
  }

  private static func style(_ style: yaml_scalar_style_t) -> YAMLScalarStyle {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: .literal
    case YAML_FOLDED_SCALAR_STYLE: .folded
    default: .plain
    }
  }
}

/// What libyaml reads from. A class, so that C can hold its address.
private final class YAMLInput {
  let bytes: [UInt8]
  var position: Int
  /// The most that is given at a time. libyaml decodes all of it before the first event, so a reader
  /// that is made for one short document begins with little.
  private var portion = 512

  init(bytes: [UInt8], position: Int) {
    self.bytes = bytes
    self.position = position
  }

  /// Copies the next bytes into libyaml's buffer; none at the end of the file.
  static let read:
    @convention(c) (
      UnsafeMutableRawPointer?, UnsafeMutablePointer<UInt8>?, Int, UnsafeMutablePointer<Int>?
    ) -> Int32 = { data, buffer, size, count in
      guard let data = unsafe data, let buffer = unsafe buffer, let count = unsafe count
      else { return 0 }
      let input = unsafe Unmanaged<YAMLInput>.fromOpaque(data).takeUnretainedValue()
      let end =
        input.position + min(size, input.portion, input.bytes.count - input.position)
      if input.portion < size { input.portion *= 2 }
      unsafe input.bytes.withUnsafeBufferPointer { source in
        let slice = unsafe UnsafeBufferPointer(rebasing: source[input.position..<end])
        guard let start = slice.baseAddress else { return }
        unsafe buffer.update(from: start, count: slice.count)
      }
      unsafe count.pointee = end - input.position
      input.position = end
      return 1
    }
}
