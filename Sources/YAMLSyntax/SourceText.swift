internal import Diagnostics

/// The bytes of a file, asked by offset: what diagnostics need to find their exact range.
struct SourceText {
  let source: SourceFile
  let file: UInt32
  /// Of a text within another file.
  var embedding: YAMLEmbedding?

  var bytes: [UInt8] { source.bytes }

  func range(_ start: some BinaryInteger, _ end: some BinaryInteger) -> SourceRange {
    SourceRange(file: file, start: UInt32(start), end: UInt32(max(Int(start), Int(end))))
  }

  func byte(at offset: Int) -> UInt8? {
    bytes.indices.contains(offset) ? bytes[offset] : nil
  }

  /// Offset of the first byte of the line that holds `offset`.
  func lineStart(_ offset: Int) -> Int {
    var start = min(offset, bytes.count)
    while start > 0, !bytes[start - 1].isLineBreak { start -= 1 }
    return start
  }

  /// Offset behind the last byte of the line that holds `offset`, before its line break.
  func lineEnd(_ offset: Int) -> Int {
    var end = min(offset, bytes.count)
    while end < bytes.count, !bytes[end].isLineBreak { end += 1 }
    return end
  }

  /// The line that holds `offset`, from there to its last byte that is no blank.
  func restOfLine(_ offset: Int) -> SourceRange {
    var end = lineEnd(offset)
    while end > offset, bytes[end - 1].isBlank { end -= 1 }
    return range(offset, end)
  }

  /// The line that holds `offset`, without the blanks around it.
  func line(_ offset: Int) -> SourceRange {
    var start = lineStart(offset)
    while start < bytes.count, bytes[start].isBlank { start += 1 }
    return restOfLine(start)
  }

  /// The character at `offset`, whole; empty at the end of the file.
  func character(_ offset: Int) -> SourceRange {
    guard offset < bytes.count else { return range(bytes.count, bytes.count) }
    var end = offset + 1
    while end < bytes.count, bytes[end].isUTF8Continuation { end += 1 }
    return range(offset, end)
  }

  /// The bytes from `offset` to the next blank or line break; at least one character.
  func word(_ offset: Int) -> SourceRange {
    var end = offset
    while end < bytes.count, !bytes[end].isBlank, !bytes[end].isLineBreak { end += 1 }
    return end > offset ? range(offset, end) : character(offset)
  }

  /// A piece of the file for a message: in backticks, at most 40 characters, nothing that could
  /// act on a terminal.
  func quoted(_ range: SourceRange) -> String {
    Self.quoted(bytes[Int(range.start)..<Int(range.end)])
  }

  static func quoted(_ bytes: some Collection<UInt8>) -> String {
    // 40 characters have at most 160 bytes.
    let text = String(decoding: bytes.prefix(160), as: UTF8.self).unicodeScalars
    var result = "`"
    for scalar in text.prefix(40) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + (text.count > 40 || bytes.count > 160 ? "…`" : "`")
  }
}

extension UInt8 {
  var isLineBreak: Bool { self == 0x0A || self == 0x0D }
  var isBlank: Bool { self == 0x20 || self == 0x09 }
  var isDigit: Bool { (0x30...0x39).contains(self) }
}

extension Span<UInt8> {
  /// Skips anchors, tags and the white space and comments behind them (YAML 1.1, 6.5 and 6.6).
  func offsetBehindProperties(from start: Int, to end: Int) -> Int {
    var offset = start
    while offset < end, self[offset] == UInt8(ascii: "&") || self[offset] == UInt8(ascii: "!") {
      offset = offsetBehindProperty(from: offset, to: end)
      offset = offsetBehindSpace(from: offset, to: end)
    }
    return Swift.min(offset, end)
  }

  /// A name ends at a blank; in a flow collection also at an indicator, which libyaml lets stand
  /// next to an anchor.
  private func offsetBehindProperty(from start: Int, to end: Int) -> Int {
    let isAnchor = self[start] == UInt8(ascii: "&")
    var offset = start + 1
    while offset < end, !self[offset].isBlank, !self[offset].isLineBreak {
      if isAnchor, !self[offset].isAnchorCharacter { break }
      offset += 1
    }
    return offset
  }

  private func offsetBehindSpace(from start: Int, to end: Int) -> Int {
    var offset = start
    while offset < end {
      if self[offset].isBlank || self[offset].isLineBreak {
        offset += 1
      } else if self[offset] == UInt8(ascii: "#"), offset > start {
        while offset < end, !self[offset].isLineBreak { offset += 1 }
      } else {
        break
      }
    }
    return offset
  }
}

extension UInt8 {
  /// libyaml's `IS_ALPHA`: letters, digits, `_` and `-`.
  fileprivate var isAnchorCharacter: Bool {
    isDigit || self == UInt8(ascii: "_") || self == UInt8(ascii: "-")
      || (0x61...0x7A).contains(self | 0x20)
  }
}
