/// What a DNS name can hold (RFC 1035 2.3.4).
package enum DNSLimits {
  /// As text, without a final dot: 255 bytes on the wire, of which one is the root's and one more
  /// stands before the first label.
  package static let nameBytes = 253
  package static let labelBytes = 63

  /// Whether a name of that domain fits, by its length in bytes.
  package static func fits(_ nameBytes: Int, in domain: String) -> Bool {
    nameBytes + 1 + domain.utf8.count <= Self.nameBytes
  }

  /// Whether a text is a whole name of labels of lower-case letters, digits, `-` and `_`.
  package static func isName(_ text: String) -> Bool {
    guard text.utf8.count <= nameBytes, text.utf8.first != UInt8(ascii: "-") else { return false }
    var length = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: ".") {
        guard length > 0 else { return false }
        length = 0
      } else {
        length += 1
        guard length <= labelBytes, NameChecks.isDNSByte(byte) || byte == UInt8(ascii: "_") else {
          return false
        }
      }
    }
    return length > 0
  }
}
