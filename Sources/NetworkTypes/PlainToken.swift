/// A word that no format netc writes can mistake for anything else: letters, digits and
/// `. _ : / @ + -`, not beginning with `-`, at most 1,100 bytes.
///
/// The last door before the artifacts for names that are put together from checked parts. A
/// reader refuses other text long before, with a diagnostic; here it is a programmer's mistake.
package struct PlainToken: ValidatedToken, Comparable {
  /// A namespace, a name, a port name and what joins them fit with room to spare.
  package static let maximumLength = 1_100
  package let text: String

  package init(_ text: String) {
    precondition(Self.isPlain(text), "not a plain token")
    self.text = text
  }

  package init(_ token: some ValidatedToken) { self.init(token.description) }

  package static func isPlain(_ text: String) -> Bool {
    let bytes = text.utf8
    guard let first = bytes.first, bytes.count <= maximumLength, first != UInt8(ascii: "-") else {
      return false
    }
    return bytes.allSatisfy(isPlainByte)
  }

  private static func isPlainByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "@"), UInt8(ascii: "+"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }

  package var description: String { text }
  package func append(to bytes: inout [UInt8]) { bytes.append(contentsOf: text.utf8) }
  package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}
