/// Looking for bytes eight at a time: Warren, Hacker's Delight, 2nd edition, 6-1.
///
/// Each mask has the high bit of a byte set where the byte is meant. Bits above the lowest one may
/// be false, so only the lowest is used.
extension UInt64 {
  fileprivate static let ones: UInt64 = 0x0101_0101_0101_0101
  fileprivate static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// Bytes below `limit`, which is at most 0x80.
  @inline(__always)
  fileprivate func bytes(below limit: UInt8) -> UInt64 {
    (self &- Self.ones &* UInt64(limit)) & ~self & Self.highBits
  }

  @inline(__always)
  fileprivate func bytes(equalTo byte: UInt8) -> UInt64 {
    (self ^ (Self.ones &* UInt64(byte))).bytes(below: 1)
  }
}

extension Span<UInt8> {
  /// Eight bytes as a number, the first one lowest.
  ///
  /// Sound: the span checks the bounds, and every eight bytes are a number.
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    UInt64(
      littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// The first byte from an offset on that one of two tests finds, which must agree; or the end.
  @inline(__always)
  private func first(
    from start: Int, _ mask: (UInt64) -> UInt64, _ isMeant: (UInt8) -> Bool
  ) -> Int {
    var offset = start
    while offset + 8 <= count {
      let found = mask(word(at: offset))
      if found != 0 { return offset + found.trailingZeroBitCount >> 3 }
      offset += 8
    }
    while offset < count, !isMeant(self[offset]) { offset += 1 }
    return offset
  }

  /// The next line feed.
  @inline(__always)
  func lineFeed(from start: Int) -> Int {
    first(from: start, { $0.bytes(equalTo: 0x0A) }, { $0 == 0x0A })
  }

  /// Where unquoted text may end: the next `:`, blank or line feed.
  @inline(__always)
  func plainStop(from start: Int) -> Int {
    let colon = UInt8(ascii: ":")
    return first(
      from: start, { $0.bytes(below: 0x21) | $0.bytes(equalTo: colon) },
      { $0 < 0x21 || $0 == colon })
  }

  /// Where text in single quotes may end: the next quote or line feed.
  @inline(__always)
  func singleQuotedStop(from start: Int) -> Int {
    let quote = UInt8(ascii: "'")
    return first(
      from: start, { $0.bytes(equalTo: quote) | $0.bytes(equalTo: 0x0A) },
      { $0 == quote || $0 == 0x0A })
  }

  /// Where text in double quotes may end or is escaped: the next quote, backslash or line feed.
  @inline(__always)
  func doubleQuotedStop(from start: Int) -> Int {
    let (quote, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
    return first(
      from: start,
      {
        $0.bytes(equalTo: quote) | $0.bytes(equalTo: backslash) | $0.bytes(equalTo: 0x0A)
      },
      { $0 == quote || $0 == backslash || $0 == 0x0A })
  }

  /// The next byte that is no space, or the end.
  @inline(__always)
  func behindSpaces(from start: Int) -> Int {
    var offset = start
    while offset < count, self[offset] == 0x20 { offset += 1 }
    return offset
  }
}
