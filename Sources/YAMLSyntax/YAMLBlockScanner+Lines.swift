// MARK: - Lines

extension YAMLBlockScanner {
  mutating func readDocument(
    _ bytes: Span<UInt8>, from start: Int
  ) throws(YAMLBeyondScanner) -> Int {
    var line = start
    var isExplicit = false
    while true {
      let content = bytes.behindSpaces(from: line)
      guard content < bytes.count else { break }
      switch bytes[content] {
      case 0x0A: line = content + 1
      case UInt8(ascii: "#"): line = bytes.nextLine(from: content)
      case UInt8(ascii: "-") where content == line && bytes.isMarker(at: line):
        if isExplicit || !records.isEmpty { return try endDocument(at: line) }
        isExplicit = true
        line = try bytes.nextLine(behind: line + 3)
      case UInt8(ascii: ".") where content == line:
        // `...`, or a key that looks like it.
        throw YAMLBeyondScanner()
      default: line = try readLine(bytes, from: content, column: content - line)
      }
    }
    // libyaml makes no document of a file without any.
    guard isExplicit || !records.isEmpty else { throw YAMLBeyondScanner() }
    return try endDocument(at: bytes.count)
  }

  private mutating func endDocument(at end: Int) throws(YAMLBeyondScanner) -> Int {
    while top.index != .max { try close() }
    return end
  }

  /// Reads a line from its first byte that is no space, and those that a literal takes; returns the
  /// start of the next line.
  private mutating func readLine(
    _ bytes: Span<UInt8>, from start: Int, column: Int
  ) throws(YAMLBeyondScanner) -> Int {
    var offset = start
    while bytes.isItem(at: offset) {
      try beginItem(at: offset, column: column + offset - start)
      let next = bytes.behindSpaces(from: offset + 1)
      if bytes.isEndOfLine(at: next) { return bytes.nextLine(from: next) }
      offset = next
    }
    // A node of its own line that is no key goes on a line before it (`scan_plain_scalar`), or is
    // wrong, or is rare.
    if offset == start || !bytes[offset].opensBracketsOrLiteral {
      let (scalar, next) = try readScalar(bytes, from: offset)
      guard next < bytes.count, bytes[next] == UInt8(ascii: ":") else {
        guard offset > start else { throw YAMLBeyondScanner() }
        addValue(scalar)
        return bytes.nextLine(from: next)
      }
      try beginEntry(bytes, scalar, colon: next, column: column + offset - start)
      offset = bytes.behindSpaces(from: next + 1)
      if bytes.isEndOfLine(at: offset) { return bytes.nextLine(from: offset) }
    }
    return try readValue(bytes, from: offset)
  }

  /// Reads the value of a key or the node of an item; returns the start of the next line.
  private mutating func readValue(
    _ bytes: Span<UInt8>, from start: Int
  ) throws(YAMLBeyondScanner) -> Int {
    switch bytes[start] {
    case UInt8(ascii: "|"): return try readLiteral(bytes, from: start)
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      return try bytes.nextLine(behind: readBrackets(bytes, from: start))
    default:
      let (scalar, next) = try readScalar(bytes, from: start)
      // `a: b: c` (`fetch_value`).
      guard next == bytes.count || bytes[next] != UInt8(ascii: ":") else {
        throw YAMLBeyondScanner()
      }
      addValue(scalar)
      return bytes.nextLine(from: next)
    }
  }
}
