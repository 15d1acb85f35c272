import Diagnostics
import Testing

@testable import YAMLSyntax

/// The block scanner against libyaml: what it takes it must read in the same way, to the byte.
struct YAMLScannerTests {
  @Test(arguments: 0..<16)
  func `random text is read as libyaml reads it`(part: Int) {
    var taken = 0
    let rounds = 6000
    for round in 0..<rounds {
      let seed = UInt64(part * rounds + round)
      let bytes = RandomYAML.text(seed: seed)
      if Self.isTaken(bytes) { taken += 1 }
      #expect(Self.difference(bytes) == nil, "seed \(seed)")
    }
    // The text is neither always nor never beyond the scanner.
    #expect(taken > rounds / 10)
    #expect(taken < rounds / 10 * 9)
  }

  @Test(arguments: [
    "a: b\n", "a: b", "  a: b\n  c: d\n", "- a\n- b\n", "a:\n- b\n- c\nd: e\n",
    "a:\n  - b: c\n    d: e\n",
    "- - a\n  - b\n-\n  - c\n", "-\n-\n", "a:\nb:\n", "- a:\n  - b\n  c:\n- d", "a: :8080\n",
    "a: -1\n",
    "a: http://b/c:d#e\n", "a b: c d  # e\n", "a : b\n", "'a': 'b'\n", "\"a\": \"b\"  # c\n",
    "'': ''\n",
    "a: 'it''s'\n", "a: \"b\\n\\\"\\\\c\"\n", "a: [] # b\nc: {}\n", "a: [b, 'c', [fd00::1]]\n",
    "a: {b: c, d: {e: [f]}}\n", "# a\n\n---\na: b\n", "--- # a\n# b\na: b # c\n# d\n", "---\n",
    "---",
    "a: |\n  b\n   c\n\n  d\n\nb: |-\n  c\nd: |+\n  e\n\n", "a: |\n\n  b\n", "a: |\nb: c\n",
    "- |\n a\n  b", "a: |\n  b \n  \n \n # c\n", "é: ü 日本\n", "a: b\n---\n- c\n", "a: ---\n",
    "a: ...\n",
    "a: \n  b: c \n", "a: b c:d\n", "-a: b\n", "a: [-1, --]\n",
  ])
  func `plain blocks are read without libyaml`(text: String) {
    #expect(Self.isTaken(Array(text.utf8)))
    #expect(Self.difference(Array(text.utf8)) == nil)
  }

  @Test(arguments: [
    "", "# a\n", "a\n", "'a'\n", "[a]\n", "|\n  a\n", "a: b: c\n", "a: b:\n", "a: - b\n", "a: -\n",
    "a: b\n c\n",
    "a:\n  b\n", "a: 'b\n  c'\n", "a: \"b\\\n  c\"\n", "a: \"\\x41\"\n", "a: 'b' c\n", "a: 'b'#c\n",
    "a: >\n  b\n", "a: |2\n  b\n", "a: | # b\n  c\n", "a: |\n   \n  b\n", "a: |\n\tb\n",
    "a: |\n  b\n \tc\n",
    "a: &b c\n", "a: *b\n", "a: !!str b\n", "? a\n: b\n", "a: ?b\n", "<<: {a: b}\n",
    "80: a\n1e3: b\n", "on: a\n",
    "~: a\n", "---a: b\n", "--- a\n", "--- |\n  a\n", "...\n", "%YAML 1.1\n---\na: b\n",
    "a: b\n...\n",
    "a: b\na: c\n", "a: {b: c, b: d}\n", "a: {b: c, 'b': d}\n", "\ta: b\n", "a:\tb\n", "a: b\tc\n",
    "a: b\t# c\n",
    "-\ta\n", "a\n: b\n", "- a\nb: c\n", "a: b\n- c\n", "a:\n  - b\n  c: d\n",
    "a:\n    b: c\n  d: e\n",
    "a: [b\n]\n", "a: [b, ]\n", "a: [b: c]\n", "a: {b}\n", "a: {\"b\":c}\n", "a: [b]: c\n",
    "a: [b c]\n", "a: [-]\n",
    "a: @b\n", "a: `b\n", "a: %b\n", "a: , b\n", "a: ]\n", "\u{A0}a: b\n", "a: b\r\n",
    "a: {{ b }}\n",
    "a: b{{ c }}\n", "\(String(repeating: "k", count: 1030)): a\n", "\"a\\n\": b\n",
    String(repeating: "- ", count: 100) + "a\n", "a: \u{2028}b\n", "a: b\u{FEFF}\n", "a: \0\n",
  ])
  func `anything else is given up`(text: String) {
    #expect(!Self.isTaken(Array(text.utf8)))
    #expect(Self.difference(Array(text.utf8)) == nil)
  }

  @Test(arguments: [3, 16, 17, 40, 300])
  func `a mapping of any size with a key twice is given up`(count: Int) {
    let lines = (0..<count).map { "a-key-of-some-length-\($0): b\n" }
    #expect(Self.isTaken(Array(lines.joined().utf8)))
    for again in [0, count / 2, count - 1] {
      let text = Array((lines + [lines[again]]).joined().utf8)
      #expect(!Self.isTaken(text))
      #expect(Self.difference(text) == nil)
    }
  }

  @Test func `scanners take turns within a file`() {
    let texts = [
      "a: b\n", "a: &x b\n", "a: *x\n", "a: b: c\n", "- a\n", "a: 'b\n", "...\n", "%YAML 1.1\n",
    ]
    for first in texts {
      for second in texts {
        for third in texts {
          let text = [first, second, third, first].joined(separator: "---\n")
          #expect(Self.difference(Array(text.utf8)) == nil)
        }
      }
    }
  }

  /// Whether the first document is one for the block scanner.
  private static func isTaken(_ bytes: [UInt8]) -> Bool {
    let encoding = YAMLEncoding(bytes.span)
    guard encoding.fault == nil, !encoding.hasCarriageReturn else { return false }
    var scanner = YAMLBlockScanner(bytes, mayHoldTemplates: encoding.hasDoubleBrace)
    return scanner.scan(from: encoding.markBytes) != nil
  }

  /// What the two ways of reading make otherwise, with the text; nil if they agree.
  static func difference(_ bytes: [UInt8]) -> String? {
    let both = Reading(bytes)
    let libyaml = Reading(bytes, scanners: .libyaml)
    let text = String(decoding: bytes, as: UTF8.self).debugDescription
    guard both.findings == libyaml.findings else {
      return "\(both.codes) for \(libyaml.codes) in \(text)"
    }
    guard both.documents.count == libyaml.documents.count else {
      return "\(both.documents.count) documents for \(libyaml.documents.count) in \(text)"
    }
    let areIdentical = zip(both.documents, libyaml.documents).allSatisfy { $0.isIdentical(to: $1) }
    return areIdentical ? nil : "\(both.dump) for \(libyaml.dump) in \(text)"
  }
}
