/// What one pass over the bytes of a file finds before libyaml sees them.
///
/// libyaml would stop at the first bad byte too, but up to 16 KB before it is that far in the
/// document, and without a range.
struct YAMLEncoding {
  var fault: Fault?
  /// Whether every byte is ASCII.
  var isASCII = true
  /// Whether `{{` occurs anywhere: only then is it worth looking for templates.
  var hasDoubleBrace = false
  /// Whether a carriage return occurs anywhere.
  var hasCarriageReturn = false
  /// Length of the byte order mark at the start: 0 or 3.
  var markBytes = 0

  enum Fault: Equatable {
    case utf16
    /// Bytes that are no UTF-8 (RFC 3629): offset and length.
    case invalid(Int, Int)
    /// A character that YAML does not print (YAML 1.1, production 1 `c-printable`).
    case control(Int, Unicode.Scalar)
    /// U+0085, U+2028 or U+2029: YAML 1.1 ends the line there (production 24), 1.2 does not.
    case lineBreak(Int, Unicode.Scalar)
    /// U+FEFF anywhere but at the start.
    case byteOrderMark(Int)
  }

  /// Bytes looked at with one test: long enough to be vectorised, short enough to stay in cache.
  private static let chunkBytes = 1024

  init(_ bytes: Span<UInt8>) {
    if Self.isUTF16(bytes) {
      fault = .utf16
      return
    }
    markBytes = Self.isByteOrderMark(bytes, at: 0) ? 3 : 0
    // Where the careful scan has come to: it may read a character across the end of a chunk.
    var checked = markBytes
    var start = markBytes
    while start < bytes.count {
      let end = min(start + Self.chunkBytes, bytes.count)
      let chunk = bytes.extracting(start..<end)
      if chunk.hasOpeningBrace { noteDoubleBrace(bytes, from: start, to: end) }
      if chunk.hasCarriageReturn { hasCarriageReturn = true }
      if chunk.needsCare {
        fault = scan(bytes, from: max(start, checked), to: end, checked: &checked)
        if fault != nil { return }
      }
      start = end
    }
  }

  private mutating func noteDoubleBrace(_ bytes: Span<UInt8>, from start: Int, to end: Int) {
    guard !hasDoubleBrace else { return }
    let last = min(end, bytes.count - 1)
    var offset = start
    while offset < last, !hasDoubleBrace {
      hasDoubleBrace =
        bytes[offset] == UInt8(ascii: "{") && bytes[offset + 1] == UInt8(ascii: "{")
      offset += 1
    }
  }

  /// The first fault among the characters that begin in a range.
  private mutating func scan(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, checked: inout Int
  ) -> Fault? {
    var offset = start
    while offset < end {
      let byte = bytes[offset]
      if byte < 0x80 {
        if byte.isControl { return .control(offset, Unicode.Scalar(byte)) }
        offset += 1
        continue
      }
      isASCII = false
      guard let (scalar, width) = bytes.decodeScalar(at: offset) else {
        return .invalid(offset, bytes.invalidBytes(at: offset))
      }
      if let fault = Self.fault(of: scalar, at: offset) { return fault }
      offset += width
    }
    checked = offset
    return nil
  }

  private static func fault(of scalar: Unicode.Scalar, at offset: Int) -> Fault? {
    switch scalar.value {
    case 0x85, 0x2028, 0x2029: .lineBreak(offset, scalar)
    case 0xFEFF: .byteOrderMark(offset)
    case 0x80...0x9F, 0xFFFE, 0xFFFF: .control(offset, scalar)
    default: nil
    }
  }

  /// A mark (FF FE or FE FF), or a NUL beside the first character: YAML 1.2, 5.2.
  private static func isUTF16(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count >= 2 else { return false }
    switch (bytes[0], bytes[1]) {
    case (0xFF, 0xFE), (0xFE, 0xFF): return true
    case (0, 1...0x7F), (1...0x7F, 0): return true
    default: return false
    }
  }

  private static func isByteOrderMark(_ bytes: Span<UInt8>, at offset: Int) -> Bool {
    bytes.count >= offset + 3 && bytes[offset] == 0xEF && bytes[offset + 1] == 0xBB
      && bytes[offset + 2] == 0xBF
  }
}

extension UInt8 {
  /// Whether the byte is an ASCII control character other than tab, line feed, carriage return.
  fileprivate var isControl: Bool {
    (self < 0x20 && self != 0x09 && self != 0x0A && self != 0x0D) || self == 0x7F
  }
}

extension Span<UInt8> {
  /// Whether any byte is not ASCII, or a control character. No early exit: it vectorises.
  fileprivate var needsCare: Bool {
    var found: UInt8 = 0
    for index in indices {
      let byte = self[index]
      let isControl = (byte < 0x20) && (byte != 0x09) && (byte != 0x0A) && (byte != 0x0D)
      found |= (byte & 0x80) | (isControl ? 1 : 0) | (byte == 0x7F ? 1 : 0)
    }
    return found != 0
  }

  fileprivate var hasOpeningBrace: Bool { holds(UInt8(ascii: "{")) }

  fileprivate var hasCarriageReturn: Bool { holds(0x0D) }

  private func holds(_ byte: UInt8) -> Bool {
    var found: UInt8 = 0
    for index in indices { found |= self[index] == byte ? 1 : 0 }
    return found != 0
  }

  /// The character at an offset and its length in bytes; nil where the bytes are not its only
  /// UTF-8 form, or encode a surrogate (RFC 3629, section 4).
  fileprivate func decodeScalar(at offset: Int) -> (Unicode.Scalar, Int)? {
    let lead = self[offset]
    let (width, least): (Int, UInt32) =
      switch lead {
      case 0xC2...0xDF: (2, 0x80)
      case 0xE0...0xEF: (3, 0x800)
      case 0xF0...0xF4: (4, 0x1_0000)
      default: (0, 0)
      }
    guard width > 0, offset + width <= count else { return nil }
    var value = UInt32(lead) & (0xFF >> UInt32(width + 1))
    for index in (offset + 1)..<(offset + width) {
      guard self[index].isUTF8Continuation else { return nil }
      value = value << 6 | UInt32(self[index] & 0x3F)
    }
    guard value >= least, let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, width)
  }

  /// How many bytes to mark as bad: the one at the offset and the continuations behind it.
  fileprivate func invalidBytes(at offset: Int) -> Int {
    var end = offset + 1
    while end < Swift.min(offset + 4, count), self[end].isUTF8Continuation { end += 1 }
    return end - offset
  }
}
