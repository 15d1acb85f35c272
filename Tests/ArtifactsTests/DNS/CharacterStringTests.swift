import Testing

@testable import Artifacts

/// The quoting function of zone files: whatever the text, it stays one string of one record.
struct CharacterStringTests {
  private func quoted(_ text: String) -> String {
    CharacterString.quoted(text).text
  }

  @Test(arguments: [
    ("1.1.0", #""1.1.0""#), ("", #""""#), (#"a"b"#, #""a\"b""#), (#"a\"#, #""a\\""#),
    ("a\nb", #""a\010b""#), ("\r\n", #""\013\010""#), ("a\tb\u{0}", #""a\009b\000""#),
    ("é", #""\195\169""#), ("\u{2028}", #""\226\128\168""#), ("\u{7f}", #""\127""#),
    ("; $INCLUDE /etc/shadow", #""; $INCLUDE /etc/shadow""#),
    (#"" ) @ A 192.0.2.1 ("#, #""\" ) @ A 192.0.2.1 (""#),
  ])
  func `text is quoted`(text: String, expected: String) { #expect(quoted(text) == expected) }

  @Test func `any bytes are printable and in quotes that they cannot close`() {
    for first in 0...UInt8(127) {
      for second in ["\"", "\\", "\n", "a", ""] {
        let text = String(Unicode.Scalar(first)) + second
        let bytes = Array(quoted(text).utf8)
        #expect(bytes.allSatisfy { (0x20...0x7e).contains($0) })
        #expect(bytes.first == UInt8(ascii: "\"") && bytes.last == UInt8(ascii: "\""))
        #expect(Self.unquoted(bytes) == Array(text.utf8), "\(text)")
      }
    }
  }

  @Test func `long text becomes several strings of 255 bytes`() {
    let parts = quoted(String(repeating: "x", count: 600)).split(separator: " ")
    #expect(parts.map(\.utf8.count) == [257, 257, 92])
    #expect(quoted(String(repeating: "\u{1}", count: 255)).utf8.count == 4 * 255 + 2)
  }

  /// The bytes of one string as RFC 1035 5.1 reads it; nil if it closes early.
  private static func unquoted(_ bytes: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    var index = 1
    while index < bytes.count - 1 {
      if bytes[index] == UInt8(ascii: "\"") { return nil }
      guard bytes[index] == UInt8(ascii: "\\") else {
        result.append(bytes[index])
        index += 1
        continue
      }
      let digits = String(
        decoding: bytes[(index + 1)..<min(index + 4, bytes.count - 1)], as: UTF8.self)
      if let number = UInt8(digits), digits.utf8.count == 3 {
        result.append(number)
        index += 4
      } else {
        result.append(bytes[index + 1])
        index += 2
      }
    }
    return result
  }
}
