/// The quoting function of zone files: a text as the character strings of a TXT record
/// (RFC 1035 5.1).
enum CharacterString {
  /// What one length octet can count (RFC 1035 3.3).
  private static let longest = 255

  /// Whatever the bytes, they stay inside the quotes: `"` and `\` get a backslash, all that is not
  /// printable ASCII becomes `\DDD`. Longer text is cut into several strings.
  static func quoted(_ text: String) -> QuotedText {
    let bytes = Array(text.utf8)
    var result = ""
    for start in stride(from: 0, to: max(bytes.count, 1), by: longest) {
      if start > 0 { result += " " }
      result += "\""
      for byte in bytes[start..<min(start + longest, bytes.count)] { result += escaped(byte) }
      result += "\""
    }
    return QuotedText(quotedBy: result)
  }

  private static func escaped(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): "\\\(Unicode.Scalar(byte))"
    case 0x20...0x7e: String(Unicode.Scalar(byte))
    default: "\\" + String(1_000 + Int(byte)).dropFirst()
    }
  }
}
