// MARK: - Literals

extension YAMLBlockScanner {
  /// What becomes of the line feeds at the end of a literal.
  private enum Chomping {
    case clip, strip, keep
  }

  /// Reads a `|` and the lines that belong to it (`scan_block_scalar`); returns the start of the
  /// line behind them.
  mutating func readLiteral(
    _ bytes: Span<UInt8>, from start: Int
  ) throws(YAMLBeyondScanner) -> Int {
    var line = start
    let chomping = try readHeader(bytes, &line)
    let sideStart = sideText.count
    // Line feeds behind the last line of text: its own, and those of the blank lines below.
    var (ownFeed, feeds) = (0, 0)
    while line < bytes.count, bytes[line] == 0x0A { (line, feeds) = (line + 1, feeds + 1) }
    if let indent = try indentation(bytes, at: line) {
      while bytes.isIndented(by: indent, at: line) {
        appendFeeds(ownFeed + feeds)
        let end = bytes.lineFeed(from: line + indent)
        sideText += source[(line + indent)..<end]
        ownFeed = end < bytes.count ? 1 : 0
        line = end + ownFeed
        feeds = try skipBlankLines(bytes, &line, indent: indent)
      }
    }
    if chomping != .strip { appendFeeds(ownFeed) }
    if chomping == .keep { appendFeeds(feeds) }
    addValue(
      YAMLRecord(
        .literal, from: start, to: bytes.contentEnd(from: start, to: line), text: sideStart,
        count: sideText.count - sideStart, isInSideText: true))
    return line
  }

  /// `|`, `|-` or `|+`, alone in the rest of its line; goes on to the next line.
  private func readHeader(
    _ bytes: Span<UInt8>, _ offset: inout Int
  ) throws(YAMLBeyondScanner) -> Chomping {
    var chomping = Chomping.clip
    offset += 1
    guard offset < bytes.count else { throw YAMLBeyondScanner() }
    if bytes[offset] == UInt8(ascii: "-") { chomping = .strip }
    if bytes[offset] == UInt8(ascii: "+") { chomping = .keep }
    let end = bytes.behindSpaces(from: chomping == .clip ? offset : offset + 1)
    guard end < bytes.count, bytes[end] == 0x0A else { throw YAMLBeyondScanner() }
    offset = end + 1
    return chomping
  }

  /// The indentation of the first line of text; nil if there is none.
  ///
  /// Blank lines with spaces before it could raise the indentation (`scan_block_scalar_breaks`).
  private func indentation(
    _ bytes: Span<UInt8>, at line: Int
  ) throws(YAMLBeyondScanner) -> Int? {
    let content = bytes.behindSpaces(from: line)
    guard line < bytes.count else { return nil }
    guard content < bytes.count, bytes[content] != 0x0A, bytes[content] != 0x09 else {
      throw YAMLBeyondScanner()
    }
    return content - line > top.column ? content - line : nil
  }

  /// Goes behind the lines that have nothing but spaces, no more than the indentation; returns how
  /// many there were.
  private func skipBlankLines(
    _ bytes: Span<UInt8>, _ line: inout Int, indent: Int
  ) throws(YAMLBeyondScanner) -> Int {
    var count = 0
    while true {
      let content = min(bytes.behindSpaces(from: line), line + indent)
      guard content < bytes.count else { return count }
      guard bytes[content] == 0x0A else {
        // A tab may not stand where indentation is looked for.
        guard content == line + indent || bytes[content] != 0x09 else { throw YAMLBeyondScanner() }
        return count
      }
      line = content + 1
      count += 1
    }
  }

  private mutating func appendFeeds(_ count: Int) {
    for _ in 0..<count { sideText.append(0x0A) }
  }
}

extension Span<UInt8> {
  /// Whether a line begins with so many spaces and has something behind them.
  fileprivate func isIndented(by indent: Int, at line: Int) -> Bool {
    guard line + indent < count else { return false }
    for offset in line..<(line + indent) where self[offset] != 0x20 { return false }
    return true
  }
}
