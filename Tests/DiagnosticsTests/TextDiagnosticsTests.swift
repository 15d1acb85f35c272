@testable import Diagnostics
import Testing

@Suite struct TextDiagnosticsTests {
  @Test func `a finding shows its line, its notes and its help`() {
    let fixture = Fixture(
      """
      nodes:
      - podCIDR: 10.1.0.0/16
      - podCIDR: 10.1.4.0/24

      """)
    let own = fixture.range(of: "10.1.4.0/24")
    let note = Note("first claimed here", at: fixture.range(of: "10.1.0.0/16"))
    let text = fixture.render([
      finding("blocks overlap", at: own, notes: [note], help: "give each node its own block")
    ])
    #expect(
      text == """
        lab.yaml:3:12: error[NC0401]: blocks overlap
        3 | - podCIDR: 10.1.4.0/24
          |            ^^^^^^^^^^^
        lab.yaml:2:12: note: first claimed here
        2 | - podCIDR: 10.1.0.0/16
          |            ^^^^^^^^^^^
        help: give each node its own block

        """)
  }

  @Test func `findings are apart by an empty line, and one without a place has no excerpt`() {
    let fixture = Fixture("a: 1\n")
    let text = fixture.render([
      finding("no input", at: nil, code: 1),
      finding("odd", at: fixture.range(of: "1"), severity: .warning),
    ])
    #expect(
      text == """
        error[NC0001]: no input

        lab.yaml:1:4: warning[NC0401]: odd
        1 | a: 1
          |    ^

        """)
  }

  @Test func `notes of other files share the gutter`() {
    let long = String(repeating: "\n", count: 99) + "b: 2\n"
    let fixture = Fixture(files: [
      SourceFile(path: "a.yaml", bytes: Array("a: 1".utf8)),
      SourceFile(path: "b.yaml", bytes: Array(long.utf8)),
    ])
    let note = Note("there", at: fixture.range(of: "2", file: 1))
    #expect(
      fixture.render([finding("here", at: fixture.range(of: "1"), notes: [note])]) == """
        a.yaml:1:4: error[NC0401]: here
          1 | a: 1
            |    ^
        b.yaml:100:4: note: there
        100 | b: 2
            |    ^

        """)
  }

  @Test func `a range over lines marks each of them`() {
    let fixture = Fixture("x:\n  a: 1\n\n  b: 2\ny: 3\n")
    #expect(
      fixture.excerpt(fixture.range(of: "x:\n  a: 1\n\n  b: 2\n")) == """
        lab.yaml:1:1: error[NC0401]: no
        1 | x:
          | ^^
        2 |   a: 1
          |   ^^^^
        3 |
        4 |   b: 2
          |   ^^^^

        """)
  }

  @Test func `a long range is shown by its first lines and its last`() {
    let fixture = Fixture("a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk")
    #expect(
      fixture.excerpt(fixture.range(0, 21)) == """
        lab.yaml:1:1: error[NC0401]: no
         1 | a
           | ^
         2 | b
           | ^
         3 | c
           | ^
        ...|
        11 | k
           | ^

        """)
  }

  @Test(arguments: ["a: 1", "a: 1\n"])
  func `a range at the end of the file has one caret`(text: String) {
    let fixture = Fixture(text)
    let expected =
      text.hasSuffix("\n")
      ? "lab.yaml:2:1: error[NC0401]: no\n2 |\n  | ^\n"
      : "lab.yaml:1:5: error[NC0401]: no\n1 | a: 1\n  |     ^\n"
    let end = text.utf8.count
    #expect(fixture.excerpt(fixture.range(end, end)) == expected)
    // An offset behind the end counts as the end.
    #expect(fixture.excerpt(fixture.range(end + 9, end + 10)) == expected)
  }

  @Test func `an empty file has one empty line`() {
    let fixture = Fixture("", path: "<stdin>")
    #expect(
      fixture.excerpt(fixture.range(0, 0)) == "<stdin>:1:1: error[NC0401]: no\n1 |\n  | ^\n")
  }

  @Test(arguments: [
    ("\ta: x", "x", "1 |     a: x\n  |        ^\n"),
    ("名前: x", "x", "1 | 名前: x\n  |       ^\n"), ("名前: x", "名前", "1 | 名前: x\n  | ^^^^\n"),
    ("e\u{301}: x", "x", "1 | e\u{301}: x\n  |    ^\n"), ("a: x\r\nb", "x", "1 | a: x\n  |    ^\n"),
    ("\u{feff}a: x", "x", "1 | a: x\n  |    ^\n"),
    ("a\u{1b}[2J: x", "x", "1 | a\\u{1B}[2J: x\n  |             ^\n"),
    ("\u{202e}a: x", "x", "1 | \\u{202E}a: x\n  |            ^\n"),
    ("\u{7f}\u{9b}x", "x", "1 | \\u{7F}\\u{9B}x\n  |             ^\n"),
    ("\u{200b}x", "\u{200b}", "1 | \\u{200B}x\n  | ^^^^^^^^\n"),
  ])
  func `carets stand under what a terminal shows`(text: String, marked: String, excerpt: String) {
    let fixture = Fixture(text)
    let header = "lab.yaml:1:\(fixture.column(of: marked)): error[NC0401]: no\n"
    #expect(fixture.excerpt(fixture.range(of: marked)) == header + excerpt)
  }

  @Test func `a byte that is not UTF-8 is shown by its value`() {
    let fixture = Fixture([0x61, 0xff, 0x62, 0x0a])
    #expect(
      fixture.excerpt(fixture.range(1, 2))
        == "lab.yaml:1:2: error[NC0401]: no\n1 | a\\xFFb\n  |  ^^^^\n")
  }

  @Test func `messages, help and paths cannot drive the terminal`() {
    let fixture = Fixture("a\n", path: "x\u{1b}]0;y\n:1.yaml")
    let text = fixture.render([
      finding("bad \u{1b}[31m\tvalue\u{202e}\n", at: fixture.range(0, 1), help: "a\u{0}b\nc")
    ])
    #expect(
      text == """
        x\\u{1B}]0;y\\n:1.yaml:1:1: error[NC0401]: bad \\u{1B}[31m\\tvalue\\u{202E}\\n
        1 | a
          | ^
        help: a\\u{0}b\\nc

        """)
  }

  @Test func `a very long line is cut to a window around the range`() {
    let line = String(repeating: "0123456789", count: 100_000)
    let fixture = Fixture(line)
    let middle = fixture.excerpt(fixture.range(500_000, 500_003)).split(separator: "\n")
    #expect(middle[0] == "lab.yaml:1:500001: error[NC0401]: no")
    let shown = "1 | ..." + line.prefix(120) + "..."
    #expect(middle[1] == shown)
    #expect(middle[2] == "  | " + String(repeating: " ", count: 43) + "^^^")
    let whole = fixture.excerpt(fixture.range(0, 1_000_000)).split(separator: "\n")
    #expect(whole[1] == "1 | " + line.prefix(120) + "...")
    #expect(whole[2] == "  | " + String(repeating: "^", count: 120))
    let end = fixture.excerpt(fixture.range(999_999, 1_000_000)).split(separator: "\n")
    #expect(end[1] == "1 | ..." + line.suffix(41))
    #expect(end[2] == "  | " + String(repeating: " ", count: 43) + "^")
  }

  @Test func `a window full of escapes still shows the range`() {
    let fixture = Fixture(String(repeating: "\u{202e}", count: 1000) + "x")
    let lines = fixture.excerpt(fixture.range(of: "x")).split(separator: "\n")
    #expect(lines[1].hasSuffix("x") && lines[2].hasSuffix("^"))
    #expect(lines[1].utf8.count == lines[2].utf8.count)
  }

  @Test func `colour is six escape sequences and only on request`() {
    let fixture = Fixture("a: 1\n")
    let text = fixture.render(
      [finding("odd", at: fixture.range(of: "1"), help: "do")], color: .ansi)
    #expect(
      text == """
        \u{1b}[1mlab.yaml:1:4: \u{1b}[0m\u{1b}[31merror[NC0401]: \u{1b}[0modd
        \u{1b}[36m1 |\u{1b}[0m a: 1
        \u{1b}[36m  |\u{1b}[0m    \u{1b}[31m^\u{1b}[0m
        \u{1b}[32mhelp: \u{1b}[0mdo

        """)
  }

  @Test func `any bytes and any range are shown without a trap`() {
    for seed in UInt64(1)...3 {
      var state = seed
      func next() -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 40)
      }
      for _ in 0..<300 {
        let alphabet: [UInt8] = [0x0a, 0x0d, 0x09, 0x20, 0x41, 0xe2, 0x80, 0xae, 0xff, 0xf0, 0x00]
        let bytes = (0..<next() % 200).map { _ in alphabet[next() % alphabet.count] }
        let fixture = Fixture(bytes)
        let start = next() % (bytes.count + 3)
        let end = start + next() % 60
        for format in DiagnosticFormat.allCases {
          let text = fixture.render([finding("no", at: fixture.range(start, end))], format)
          #expect(!text.utf8.contains { $0 < 0x20 && $0 != 0x0a || $0 == 0x7f }, "seed \(seed)")
        }
      }
    }
  }
}

extension Fixture {
  /// The column of the first place where a text stands in the first line.
  fileprivate func column(of text: String) -> Int {
    LineTable(files[0].bytes).position(of: Int(range(of: text).start)).column
  }
}
