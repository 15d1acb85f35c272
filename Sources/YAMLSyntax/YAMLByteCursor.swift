/// Turns libyaml's positions, which count characters, into byte offsets.
///
/// Positions come nearly in order, so the cursor walks from the last one: linear over a file.
struct YAMLByteCursor {
  private let base: Int
  private let isASCII: Bool
  private var character = 0
  private var byte: Int

  /// - Parameters:
  ///   - base: byte offset of character 0.
  ///   - isASCII: whether all bytes behind `base` are ASCII, so that nothing need be counted.
  init(base: Int, isASCII: Bool) {
    self.base = base
    self.isASCII = isASCII
    byte = base
  }

  /// The byte offset of a character of valid UTF-8; the end for one beyond it.
  ///
  /// Inlined for the sake of ASCII: it is asked twice per event.
  @inline(__always)
  mutating func byteOffset(ofCharacter target: Int, in bytes: [UInt8]) -> UInt32 {
    isASCII
      ? UInt32(truncatingIfNeeded: min(base + target, bytes.count)) : walk(to: target, in: bytes)
  }

  private mutating func walk(to target: Int, in bytes: [UInt8]) -> UInt32 {
    while character < target, byte < bytes.count {
      byte += 1
      while byte < bytes.count, bytes[byte].isUTF8Continuation { byte += 1 }
      character += 1
    }
    while character > target, byte > base {
      byte -= 1
      while byte > base, bytes[byte].isUTF8Continuation { byte -= 1 }
      character -= 1
    }
    return UInt32(truncatingIfNeeded: byte)
  }
}

extension UInt8 {
  /// Whether the byte continues a character of several bytes (RFC 3629, section 3).
  var isUTF8Continuation: Bool { self & 0xC0 == 0x80 }
}
