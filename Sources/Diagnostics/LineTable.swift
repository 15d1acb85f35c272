/// A place in a text as editors count it.
package struct TextPosition: Hashable, Comparable, Sendable {
  /// 1-based.
  package let line: Int
  /// 1-based, counted in Unicode scalars.
  package let column: Int

  package static func < (left: Self, right: Self) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// Where the lines of one file start: turns byte offsets into lines and columns.
///
/// A line ends with LF, CRLF or a lone CR. A byte order mark is no part of the first line. A byte
/// that is not UTF-8 counts as one column. Building reads the file once; a look-up reads at most
/// `checkpointDistance` bytes, however long the lines are.
package struct LineTable: Sendable {
  private static let checkpointDistance = 1024

  let bytes: [UInt8]
  /// Offsets of the first bytes of the lines; never empty.
  private var lineStarts: [Int]
  /// For each `checkpointDistance` bytes the first scalar that starts there or behind.
  private var checkpoints: [(offset: Int, scalarCount: Int)] = []

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let start = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    lineStarts = [start]
    scan(from: start)
  }

  /// At least 1; a final line break starts one more line, which is empty.
  package var lineCount: Int { lineStarts.count }

  /// The position of an offset; an offset behind the end counts as the end.
  package func position(of offset: Int) -> TextPosition {
    let offset = min(max(offset, lineStarts[0]), bytes.count)
    let line = line(of: offset)
    let start = lineStarts[line - 1]
    return TextPosition(line: line, column: scalarCount(before: offset, after: start) + 1)
  }

  /// The bytes of a line (1-based) without its line break.
  package func content(ofLine line: Int) -> Range<Int> {
    precondition((1...lineCount).contains(line), "the line must exist")
    let start = lineStarts[line - 1]
    var end = line < lineCount ? lineStarts[line] : bytes.count
    guard line < lineCount else { return start..<end }
    end -= 1
    if end > start, bytes[end] == 0x0a, bytes[end - 1] == 0x0d { end -= 1 }
    return start..<end
  }

  private mutating func scan(from start: Int) {
    checkpoints.reserveCapacity(bytes.count / Self.checkpointDistance + 1)
    var offset = start
    var scalarCount = 0
    var nextCheckpoint = 0
    while offset < bytes.count {
      if offset >= nextCheckpoint {
        checkpoints.append((offset, scalarCount))
        nextCheckpoint += Self.checkpointDistance
      }
      let byte = bytes[offset]
      offset += byte < 0x80 ? 1 : UTF8Scalar(in: bytes, at: offset).lengthBytes
      scalarCount += 1
      let isBeforeLineFeed = offset < bytes.count && bytes[offset] == 0x0a
      if byte == 0x0a || (byte == 0x0d && !isBeforeLineFeed) { lineStarts.append(offset) }
    }
  }

  /// The last line that starts at or before an offset.
  private func line(of offset: Int) -> Int {
    var lower = 0
    var upper = lineStarts.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if lineStarts[middle] <= offset { lower = middle + 1 } else { upper = middle }
    }
    return lower
  }

  private func scalarCount(before offset: Int, after start: Int) -> Int {
    scalarCount(before: offset) - scalarCount(before: start)
  }

  /// Whole scalars between the start of the text and an offset.
  private func scalarCount(before offset: Int) -> Int {
    guard !checkpoints.isEmpty else { return 0 }
    var index = min(offset / Self.checkpointDistance, checkpoints.count - 1)
    if checkpoints[index].offset > offset, index > 0 { index -= 1 }
    var (at, count) = checkpoints[index]
    while at < offset {
      at += bytes[at] < 0x80 ? 1 : UTF8Scalar(in: bytes, at: at).lengthBytes
      if at <= offset { count += 1 }
    }
    return count
  }
}
