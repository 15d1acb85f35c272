import Diagnostics
import Testing

@testable import YAMLSyntax

/// YAML in a text of YAML: its nodes have their places in the outer file.
struct EmbeddedDocumentTests {
  /// The text of the file at the value of `key` in the document under `data.config`.
  private func place(
    of key: String, in text: String, _ location: Testing.SourceLocation = #_sourceLocation
  ) throws -> String {
    let source = SourceFile(path: "map.yaml", bytes: Array(text.utf8))
    var log = DiagnosticLog()
    var stream = YAMLStream(source, index: 3)
    let outer = try #require(stream.next(log: &log)?.root?["config"], sourceLocation: location)
    let inner = try #require(outer.embeddedDocument(log: &log)?.root, sourceLocation: location)
    let findings = log.finish()
    #expect(findings.isEmpty, sourceLocation: location)
    let range = try #require(inner[key], sourceLocation: location).range
    #expect(range.file == 3)
    return String(decoding: source.bytes[Int(range.start)..<Int(range.end)], as: UTF8.self)
  }

  @Test(arguments: [
    "config: |\n  a: 1\n  b: two\n  c: 3\n",
    "config: |-\n      a: 1\n\n      # note\n      b: two\n",
    "config: |2\n    a: 1\n    b: two\n",
    "# é\nconfig: |\n  a: é\n  b: two\n",
    "config: |\r\n  a: 1\r\n  b: two\r\n",
    "config: |\n  ---\n  b: two\n",
    "config: \"{a: 1, b: two}\"\n", "config: '{b: two}'\n", "config: |\n  b: two",
    "x: &t |\n  a: 1\n  b: two\nconfig: *t\n",
  ])
  func `a value is where it is written`(text: String) throws {
    let found = try place(of: "b", in: text)
    #expect(found == "two" || text.contains("*t") && found == "two")
  }

  @Test func `where the text is written otherwise than it reads, the place is all of it`() throws {
    #expect(try place(of: "b", in: #"config: "a: 1\nb: two""#) == #""a: 1\nb: two""#)
    #expect(try place(of: "b", in: "config: >\n  {a: 1,\n  b: two}\n").hasPrefix(">"))
  }

  @Test func `a mistake in the text is told at its place, without a fix`() throws {
    let text = "config: |\n  a: 1\n  a: 2\n"
    var log = DiagnosticLog()
    var stream = YAMLStream(SourceFile(path: "m", bytes: Array(text.utf8)), index: 0)
    let outer = try #require(stream.next(log: &log)?.root?["config"])
    _ = outer.embeddedDocument(log: &log)
    let found = log.finish()
    #expect(found.count == 1 && found[0].fixes.isEmpty)
    #expect(found.first?.range?.start == 19)
    #expect(found.first?.notes.first?.range.start == 12)
  }

  @Test(arguments: ["config: |\n\n", "config: \"\"", "config: |\n  # nothing\n"])
  func `a text without a document has none`(text: String) throws {
    var log = DiagnosticLog()
    var stream = YAMLStream(SourceFile(path: "m", bytes: Array(text.utf8)), index: 0)
    let outer = try #require(stream.next(log: &log)?.root?["config"])
    #expect(outer.embeddedDocument(log: &log)?.root == nil)
  }
}
