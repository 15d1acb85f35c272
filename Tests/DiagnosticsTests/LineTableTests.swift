import Diagnostics
import Testing

@Suite struct LineTableTests {
  private func position(_ text: String, _ offset: Int) -> [Int] {
    let position = LineTable(Array(text.utf8)).position(of: offset)
    return [position.line, position.column]
  }

  @Test(arguments: [
    ("", 0, [1, 1]), ("", 9, [1, 1]), ("a", 0, [1, 1]), ("a", 1, [1, 2]), ("a\n", 1, [1, 2]),
    ("a\n", 2, [2, 1]), ("a\nb", 2, [2, 1]), ("a\r\nb", 2, [1, 3]), ("a\r\nb", 3, [2, 1]),
    ("a\rb", 2, [2, 1]), ("a\r\rb", 3, [3, 1]), ("a\n\rb", 3, [3, 1]), ("\n\n\n", 3, [4, 1]),
    ("\r", 1, [2, 1]), ("ä☃x", 2, [1, 2]), ("ä☃x", 5, [1, 3]), ("😀x", 4, [1, 2]),
    ("e\u{301}x", 3, [1, 3]), ("ä", 1, [1, 1]), ("\u{feff}a", 0, [1, 1]),
    ("\u{feff}a", 3, [1, 1]), ("\u{feff}a", 4, [1, 2]), ("a\u{2028}b", 4, [1, 3]),
  ])
  func `lines end with LF, CRLF or CR, and columns count scalars`(
    text: String, offset: Int, expected: [Int]
  ) {
    #expect(position(text, offset) == expected)
  }

  @Test func `each broken byte is one column`() {
    let table = LineTable([0xff, 0xc3, 0x41, 0xe2, 0x98, 0xed, 0xa0, 0x80, 0x42])
    #expect(table.position(of: 2).column == 3)
    #expect(table.position(of: 8).column == 9)
  }

  @Test func `the content of a line has no line break`() {
    let table = LineTable(Array("ab\r\nc\rd\n\n".utf8))
    #expect(table.lineCount == 5)
    #expect((1...5).map(table.content) == [0..<2, 4..<5, 6..<7, 8..<8, 9..<9])
  }

  @Test func `positions agree with counting from the start, across checkpoints`() {
    var text = ""
    for number in 0..<700 { text += number % 7 == 0 ? "ä\r\n" : number % 5 == 0 ? "☃😀\n" : "abc" }
    let bytes = Array(text.utf8)
    let table = LineTable(bytes)
    var offset = 0
    var (line, column) = (1, 1)
    for scalar in text.unicodeScalars {
      let position = table.position(of: offset)
      #expect(position.line == line && position.column == column, "offset \(offset)")
      offset += UTF8.width(scalar)
      (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
    }
  }
}
