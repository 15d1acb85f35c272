import Diagnostics
import Testing

@testable import YAMLSyntax

struct YAMLRangeTests {
  /// Every node of a document as its piece of the input, in preorder.
  private func pieces(_ text: String) throws -> [String] {
    let reading = Reading(text)
    #expect(reading.findings.isEmpty)
    var pieces: [String] = []
    func visit(_ node: YAMLNode) {
      #expect(node.range.file == 7)
      pieces.append(reading.slice(node.range))
      for item in node.items { visit(item) }
      for entry in node.entries {
        visit(entry.key)
        visit(entry.value)
      }
    }
    visit(try reading.root())
    return pieces
  }

  @Test(arguments: [
    ("a: b\n", ["a: b", "a", "b"]),
    ("a: 'b c' # d\n", ["a: 'b c'", "a", "'b c'"]),
    ("\"a\": \"b\\n\"\n\n# end\n", ["\"a\": \"b\\n\"", "\"a\"", "\"b\\n\""]),
    ("- a\n- b: c\n  d: e\n\n", ["- a\n- b: c\n  d: e", "a", "b: c\n  d: e", "b", "c", "d", "e"]),
    ("a:\n- 1\n- 2\n\nb: 3", ["a:\n- 1\n- 2\n\nb: 3", "a", "- 1\n- 2", "1", "2", "b", "3"]),
    ("{a: [1, 2 ], b: {}}", ["{a: [1, 2 ], b: {}}", "a", "[1, 2 ]", "1", "2", "b", "{}"]),
    ("a:\n\nb:\n", ["a:\n\nb:", "a", "", "b", ""]),
    ("-\n- x\n-\n", ["-\n- x\n-", "", "x", ""]),
    ("a: |\n  x\n  y\n\n\nb: 1", ["a: |\n  x\n  y\n\n\nb: 1", "a", "|\n  x\n  y", "b", "1"]),
    ("a: >-\n  x\n", ["a: >-\n  x", "a", ">-\n  x"]),
    ("a: &x !!str b", ["a: &x !!str b", "a", "b"]),
    ("a: &x\n  b: c", ["a: &x\n  b: c", "a", "b: c", "b", "c"]),
    ("a: &x # why\n  - c", ["a: &x # why\n  - c", "a", "- c", "c"]),
    ("a: &x {b: c}\nd: *x", ["a: &x {b: c}\nd: *x", "a", "{b: c}", "b", "c", "d", "*x", "b", "c"]),
    ("[a: b, c]", ["[a: b, c]", "a: b", "a", "b", "c"]),
    ("? a\n? b\n", ["? a\n? b", "a", "", "b", ""]),
    ("{a, b: }", ["{a, b: }", "a", "", "b", ""]),
    ("a: one\n  two\n", ["a: one\n  two", "a", "one\n  two"]),
    (
      "ä: 'ö' # ü\n€: [😀, x]\r\nz: é",
      ["ä: 'ö' # ü\n€: [😀, x]\r\nz: é", "ä", "'ö'", "€", "[😀, x]", "😀", "x", "z", "é"]
    ),
    ("\u{FEFF}ä: b", ["ä: b", "ä", "b"]),
    ("a: &x\nb: &y", ["a: &x\nb: &y", "a", "", "b", ""]),
  ])
  func `a node covers its bytes exactly`(text: String, expected: [String]) throws {
    #expect(try pieces(text) == expected)
  }

  @Test func `an alias stands at its own place and knows the anchored one`() throws {
    let reading = Reading("a: &x {b: c}\nd: *x\n")
    let alias = try #require(try reading.root()["d"])
    #expect(reading.slice(alias.range) == "*x")
    #expect(alias.anchoredRange.map(reading.slice) == "{b: c}")
    #expect(alias.kind == .mapping)
    #expect(try reading.root()["a"]?.anchoredRange == nil)
  }

  @Test func `an entry from a merge key stands where it is written`() throws {
    let reading = Reading("a: &x {b: c}\nd: {<<: *x, e: f}\n")
    let value = try #require(try reading.root()["d"]?["b"])
    #expect(reading.slice(value.range) == "c")
    #expect(value.range.start == 10)
  }
}
