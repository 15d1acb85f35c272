// MARK: - Scalars in one line

extension YAMLBlockScanner {
  /// Reads a scalar that is a key or a value in a block.
  /// - Returns: the scalar, and the offset of what follows it: a `:` that makes it a key, a comment,
  ///   a line feed, or the end of the file.
  @inline(__always)
  mutating func readScalar(
    _ bytes: Span<UInt8>, from start: Int
  ) throws(YAMLBeyondScanner) -> (YAMLRecord, next: Int) {
    switch bytes[start] {
    case UInt8(ascii: "'"), UInt8(ascii: "\""): try readQuotedInBlock(bytes, from: start)
    default: try readPlain(bytes, from: start)
    }
  }

  /// Text without quotes (`scan_plain_scalar`): it ends at a `: `, a ` #` or its line.
  @inline(__always)
  private func readPlain(
    _ bytes: Span<UInt8>, from start: Int
  ) throws(YAMLBeyondScanner) -> (YAMLRecord, next: Int) {
    guard bytes.mayBeginPlain(at: start) else { throw YAMLBeyondScanner() }
    var stop = bytes.plainStop(from: start)
    var next = bytes.behindSpaces(from: stop)
    while !bytes.endsScalar(at: next, behindSpace: next > stop) {
      // A tab may end the text, or stand in it.
      guard next == stop || bytes[next] != 0x09 else { throw YAMLBeyondScanner() }
      guard bytes[stop] != 0x09 else { throw YAMLBeyondScanner() }
      stop = bytes.plainStop(from: max(next, stop + 1))
      next = bytes.behindSpaces(from: stop)
    }
    guard !mayHoldTemplates || !bytes.hasDoubleBrace(from: start, to: stop) else {
      throw YAMLBeyondScanner()
    }
    return (YAMLRecord(plainFrom: start, to: stop), next)
  }

  private mutating func readQuotedInBlock(
    _ bytes: Span<UInt8>, from start: Int
  ) throws(YAMLBeyondScanner) -> (YAMLRecord, next: Int) {
    let scalar = try readQuoted(bytes, from: start)
    let end = Int(scalar.end)
    let next = bytes.behindSpaces(from: end)
    guard bytes.endsScalar(at: next, behindSpace: next > end) else { throw YAMLBeyondScanner() }
    return (scalar, next)
  }
}

// MARK: - Quotes

extension YAMLBlockScanner {
  /// Text in quotes that ends in its line (`scan_flow_scalar`).
  mutating func readQuoted(
    _ bytes: Span<UInt8>, from start: Int
  ) throws(YAMLBeyondScanner) -> YAMLRecord {
    bytes[start] == UInt8(ascii: "'")
      ? try readSingleQuoted(bytes, from: start) : try readDoubleQuoted(bytes, from: start)
  }

  private mutating func readSingleQuoted(
    _ bytes: Span<UInt8>, from start: Int
  ) throws(YAMLBeyondScanner) -> YAMLRecord {
    let quote = UInt8(ascii: "'")
    let sideStart = sideText.count
    var piece = start + 1
    while true {
      let stop = bytes.singleQuotedStop(from: piece)
      guard stop < bytes.count, bytes[stop] == quote else { throw YAMLBeyondScanner() }
      guard stop + 1 < bytes.count, bytes[stop + 1] == quote else {
        return quoted(.singleQuoted, from: start, to: stop, lastPiece: piece, sideStart: sideStart)
      }
      sideText += source[piece...stop]
      piece = stop + 2
    }
  }

  private mutating func readDoubleQuoted(
    _ bytes: Span<UInt8>, from start: Int
  ) throws(YAMLBeyondScanner) -> YAMLRecord {
    let sideStart = sideText.count
    var piece = start + 1
    while true {
      let stop = bytes.doubleQuotedStop(from: piece)
      guard stop < bytes.count else { throw YAMLBeyondScanner() }
      switch bytes[stop] {
      case UInt8(ascii: "\""):
        return quoted(.doubleQuoted, from: start, to: stop, lastPiece: piece, sideStart: sideStart)
      case UInt8(ascii: "\\"):
        guard let byte = bytes.simpleEscape(at: stop + 1) else { throw YAMLBeyondScanner() }
        sideText += source[piece..<stop]
        sideText.append(byte)
        piece = stop + 2
      default: throw YAMLBeyondScanner()
      }
    }
  }

  /// The scalar whose closing quote stands at `stop`; text that is escaped goes to the side text.
  private mutating func quoted(
    _ style: YAMLScalarStyle, from start: Int, to stop: Int, lastPiece: Int, sideStart: Int
  ) -> YAMLRecord {
    guard lastPiece > start + 1 else {
      return YAMLRecord(style, from: start, to: stop + 1, text: start + 1, count: stop - start - 1)
    }
    sideText += source[lastPiece..<stop]
    return YAMLRecord(
      style, from: start, to: stop + 1, text: sideStart, count: sideText.count - sideStart,
      isInSideText: true)
  }
}

extension YAMLRecord {
  /// A scalar; one without text has its text nowhere.
  @inline(__always)
  init(
    _ style: YAMLScalarStyle, from start: Int, to end: Int, text: Int, count: Int,
    isInSideText: Bool = false
  ) {
    self.init(
      .scalar, style: style, isInSideText: isInSideText && count > 0,
      start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end),
      first: count > 0 ? UInt32(truncatingIfNeeded: text) : 0,
      count: UInt32(truncatingIfNeeded: count))
  }

  @inline(__always)
  init(plainFrom start: Int, to end: Int) {
    self.init(.plain, from: start, to: end, text: start, count: end - start)
  }
}
