/// Base64 (RFC 4648, 4).
package enum Base64 {
  /// The bytes that a text stands for, as Go's `StdEncoding` reads it: padded, line breaks passed
  /// over. Nil where it is no base64.
  package static func decode(_ text: Span<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var digits = 0
    var bits: UInt32 = 0
    var padding = 0
    for index in text.indices where text[index] != 0x0A && text[index] != 0x0D {
      if text[index] == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      guard padding == 0, let value = value(of: text[index]) else { return nil }
      bits = bits << 6 | UInt32(value)
      digits += 1
      if digits % 4 == 0 { append(bits, count: 3, to: &bytes) }
    }
    switch (digits % 4, padding) {
    case (0, 0): break
    case (2, 2): append(bits << 12, count: 1, to: &bytes)
    case (3, 1): append(bits << 6, count: 2, to: &bytes)
    default: return nil
    }
    return bytes
  }

  /// The first bytes of 24 bits.
  private static func append(_ bits: UInt32, count: Int, to bytes: inout [UInt8]) {
    for position in 0..<count {
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(16 - 8 * position)))
    }
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }

  /// The text for bytes, padded, in one line.
  package static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var start = 0
    while start < bytes.count {
      let count = min(3, bytes.count - start)
      let bits = (0..<3).reduce(UInt32(0)) { bits, position in
        bits << 8 | (position < count ? UInt32(bytes[start + position]) : 0)
      }
      for position in 0..<4 {
        let digit = Int(bits >> UInt32(18 - 6 * position) & 63)
        text.append(position <= count ? digits[digit] : UInt8(ascii: "="))
      }
      start += 3
    }
    return text
  }

  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
