/// A regular expression for the value of a header: of the same part of PCRE as `PathRegex`, but
/// found anywhere in the value unless anchors say otherwise, in its case. Nothing is captured.
package struct HeaderPattern: Hashable, Comparable, Sendable {
  /// For PCRE; its groups do not capture.
  package let text: String

  package init(parsing text: String) throws(PathRegexError) {
    var bytes = Array(text.utf8)
    guard bytes.count <= PathRegex.maximumLength else { throw .tooLong(bytes.count) }
    let isAnchored = bytes.first == UInt8(ascii: "^")
    if isAnchored { bytes.removeFirst() }
    guard !bytes.isEmpty else { throw .nothingToRepeat }
    var parser = PathRegexParser(bytes)
    try parser.parse()
    let groups = PathRegex.openingGroups(of: bytes) { _ in "?:" }
    self.text = (isAnchored ? "^" : "") + groups
  }

  package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// What the header of a canary must be, where `always` and `never` do not decide.
package enum CanaryMatch: Hashable, Sendable {
  case value(HTTPText)
  case pattern(HeaderPattern)
}

extension PathRegex {
  /// The text of an expression with something behind the `(` of each group that captures, which are
  /// counted from 1.
  package static func openingGroups(
    of text: some Collection<UInt8>, with opening: (Int) -> String
  ) -> String {
    var bytes: [UInt8] = []
    var number = 0
    var isInClass = false
    var rest = text[...]
    while let byte = rest.popFirst() {
      bytes.append(byte)
      switch byte {
      case UInt8(ascii: "\\"): if let next = rest.popFirst() { bytes.append(next) }
      case UInt8(ascii: "["): isInClass = true
      case UInt8(ascii: "]"): isInClass = false
      case UInt8(ascii: "(") where !isInClass && rest.first != UInt8(ascii: "?"):
        number += 1
        bytes += Array(opening(number).utf8)
      default: break
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
