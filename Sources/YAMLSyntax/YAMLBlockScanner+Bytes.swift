/// What libyaml's scanner.c asks about the next bytes.
extension Span<UInt8> {
  @inline(__always)
  func holds(_ byte: UInt8, at offset: Int) -> Bool { offset < count && self[offset] == byte }

  /// libyaml's `IS_BLANKZ`.
  @inline(__always)
  func isBlankOrEnd(at offset: Int) -> Bool {
    guard offset < count else { return true }
    return self[offset] == 0x20 || self[offset] == 0x0A || self[offset] == 0x09
  }

  /// Whether a `-` stands for itself.
  @inline(__always)
  func isIndicator(_ byte: UInt8, at offset: Int) -> Bool {
    self[offset] == byte && isBlankOrEnd(at: offset + 1)
  }

  /// Whether a line that begins here is a `---`.
  func isMarker(at line: Int) -> Bool {
    let hyphen = UInt8(ascii: "-")
    return holds(hyphen, at: line) && holds(hyphen, at: line + 1) && holds(hyphen, at: line + 2)
      && isBlankOrEnd(at: line + 3)
  }

  /// Whether nothing more stands in a line, where a blank stands before.
  @inline(__always)
  func isEndOfLine(at offset: Int) -> Bool {
    guard offset < count else { return true }
    return self[offset] == 0x0A || self[offset] == UInt8(ascii: "#")
  }

  /// Whether a scalar of a block ends before what stands here: the end of the line, a comment, or a
  /// `:` that makes it a key.
  @inline(__always)
  func endsScalar(at offset: Int, behindSpace: Bool) -> Bool {
    guard offset < count else { return true }
    switch self[offset] {
    case 0x0A: return true
    case UInt8(ascii: "#"): return behindSpace
    case UInt8(ascii: ":"): return isBlankOrEnd(at: offset + 1)
    default: return false
    }
  }

  /// Whether text without quotes may begin here in a block (`fetch_next_token`).
  @inline(__always)
  func mayBeginPlain(at offset: Int) -> Bool {
    switch self[offset] {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    case UInt8(ascii: "-"), UInt8(ascii: ":"): !isBlankOrEnd(at: offset + 1)
    // `?` too may begin text, if no blank follows; it is rare.
    case 0...0x20, UInt8(ascii: "?"), UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "#"), UInt8(ascii: "&"),
      UInt8(ascii: "*"), UInt8(ascii: "!"), UInt8(ascii: "|"), UInt8(ascii: ">"),
      UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "%"), UInt8(ascii: "@"),
      UInt8(ascii: "`"):
      false
    default: true
    }
  }

  /// The line behind the one that an offset is in.
  @inline(__always)
  func nextLine(from offset: Int) -> Int {
    if offset < count, self[offset] == 0x0A { return offset + 1 }
    return Swift.min(lineFeed(from: offset) + 1, count)
  }

  /// The line behind a token that must be the last one of its line.
  func nextLine(behind token: Int) throws(YAMLBeyondScanner) -> Int {
    let offset = behindSpaces(from: token)
    guard offset == count || self[offset] == 0x0A || (offset > token && isEndOfLine(at: offset))
    else { throw YAMLBeyondScanner() }
    return nextLine(from: offset)
  }

  /// What `\` and the byte here mean in double quotes; nil for all but the usual ones.
  func simpleEscape(at offset: Int) -> UInt8? {
    guard offset < count else { return nil }
    return switch self[offset] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): self[offset]
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "t"): 0x09
    default: nil
    }
  }

  func hasDoubleBrace(from start: Int, to end: Int) -> Bool {
    let brace = UInt8(ascii: "{")
    return (start..<end).contains { self[$0] == brace && holds(brace, at: $0 + 1) }
  }

  /// A block scalar ends with its last character, not with the blank lines behind it.
  func contentEnd(from start: Int, to end: Int) -> Int {
    var end = end
    while end > start + 1, self[end - 1].isBlank || self[end - 1].isLineBreak { end -= 1 }
    return end
  }
}

extension UInt8 {
  /// Whether a node that begins so is no scalar in one line.
  @inline(__always)
  var opensBracketsOrLiteral: Bool {
    self == UInt8(ascii: "[") || self == UInt8(ascii: "{") || self == UInt8(ascii: "|")
  }
}
