/// YAML with comments that say what must be reported where:
///
/// ```yaml
/// clusterIP: 10.99.0.5
/// #          ^^^^^^^^^ NC0420
/// ```
///
/// The carets stand under the text that the diagnostic must point at. Being comments, they stay
/// in the text.
package struct MarkedYAML: Sendable {
  package struct Mark: Hashable, Sendable {
    package let code: String
    /// The marked text.
    package let text: String
    /// 1-based.
    package let line: Int
    /// 1-based, in bytes: the marked line must be ASCII up to here.
    package let column: Int
  }

  package let text: String
  /// In the order of the text.
  package let marks: [Mark]

  package init(_ text: String) {
    self.text = text
    var marks: [Mark] = []
    var content: (line: Int, bytes: [UInt8]) = (0, [])
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let bytes = Array(line.utf8)
      guard let caret = Self.carets(in: bytes) else {
        content = (index + 1, bytes)
        continue
      }
      let marked = content.bytes.dropFirst(caret.lowerBound).prefix(caret.count)
      let code = String(decoding: bytes[caret.upperBound...], as: UTF8.self)
        .filter { $0 != " " }
      marks.append(
        Mark(
          code: code, text: String(decoding: marked, as: UTF8.self), line: content.line,
          column: caret.lowerBound + 1))
    }
    self.marks = marks
  }

  /// The offsets of the carets of a mark; nil for any other line.
  private static func carets(in line: [UInt8]) -> Range<Int>? {
    guard line.first(where: { $0 != UInt8(ascii: " ") }) == UInt8(ascii: "#"),
      let first = line.firstIndex(of: UInt8(ascii: "^")),
      let last = line.lastIndex(of: UInt8(ascii: "^"))
    else { return nil }
    return first..<last + 1
  }
}
