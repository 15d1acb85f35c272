import Diagnostics
import Testing

@testable import YAMLSyntax

struct YAMLNodeTests {
  @Test(arguments: [
    ("", ""), ("# nothing\n", ""), ("---\n", "nothing"), ("---\n---\n", "nothing | nothing"),
    ("--- # c\na: 1\n...\n# d\n---\nb: 2\n", "{a: 1} | {b: 2}"), ("---\n...\n", "nothing"),
    ("null", "null"), ("~", "null"), ("''", "''"), ("a", "'a'"),
    ("%YAML 1.1\n---\na: 1\n", "{a: 1}"), ("%YAML 1.2\n--- a", "'a'"),
    ("a: 1\r\nb:\r\n- x\r\n", "{a: 1, b: ['x']}"), ("a: 1\rb: 2\r", "{a: 1, b: 2}"),
    ("{\n\t\"a\": [1,\n\t2]\n}", "{a: [1, 2]}"), ("{\"a\":\"b\",\"c\":[]}", "{a: 'b', c: []}"),
    ("a: 80\t\n", "{a: 80}"), ("a:\n- 1\nb: 2", "{a: [1], b: 2}"),
    ("a: http://x.example:80/y#z", "{a: 'http://x.example:80/y#z'}"),
    ("a: one\n  two\n\n  three", "{a: 'one two\nthree'}"), ("a: |+\n  x\n\n", "{a: 'x\n\n'}"),
    ("a: \"\\u0041\\t\\x41\\U0001F600\"", "{a: 'A\tA😀'}"), ("a: 'it''s'", "{a: 'it's'}"),
    ("a: \"x\\\n  y\"", "{a: 'xy'}"), ("a: >\n x\n y\n", "{a: 'x y\n'}"),
    ("a: &x 1\nb: *x\n", "{a: 1, b: 1}"), ("a: &x 1\nb: &x 2\nc: *x\n", "{a: 1, b: 2, c: 2}"),
    ("&k a: 1\n*k : 2", "{a: 1, a: 2}"), ("1: a\ntrue: b", "{1: 'a', true: 'b'}"),
    ("a: \"x\\0y\"", "{a: 'x\0y'}"), ("a: web-{{ x }}", "{a: 'web-{{ x }}'}"),
    ("a: '{{ .Values.x }}'", "{a: '{{ .Values.x }}'}"),
    ("a: |\n  {{ .Values.x }}\n", "{a: '{{ .Values.x }}\n'}"),
    ("# {{- if .Values.x }}\na: 1", "{a: 1}"),
    ("\u{FEFF}a: 1", "{a: 1}"),
  ])
  func `text becomes documents`(text: String, expected: String) {
    let reading = Reading(text)
    #expect(reading.dump == expected)
    if !text.contains("*k") { #expect(reading.codes == []) }
  }

  @Test(arguments: [
    ("a: &a {x: 1, z: 2}\nb: {<<: *a, z: 3}", "{x: 1, z: 3}"),
    ("a: &a {x: 1, z: 2}\nb: {z: 3, <<: *a}", "{z: 3, x: 1}"),
    ("a: &a {x: 1}\nb: {<<: [*a, {x: 2, z: 3}]}", "{x: 1, z: 3}"),
    ("a: 0\nb: {<<: {x: 1}, z: 2}", "{x: 1, z: 2}"),
    ("a: &a {<<: {x: 1}}\nb: {<<: *a}", "{x: 1}"),
    ("a: 0\nb: {<<: []}", "{}"), ("a: 0\nb: {<<: {}}", "{}"),
    ("a: 0\nb: {'<<': 5}", "{<<: 5}"),
  ])
  func `a merge key brings entries, and earlier ones win`(text: String, expected: String) throws {
    let reading = Reading(text)
    #expect(reading.codes == [])
    #expect(reading.dump == "{a: \(dumpOfA(reading)), b: \(expected)}")
  }

  private func dumpOfA(_ reading: Reading) -> String {
    let dump = reading.dump.dropFirst("{a: ".count)
    return String(dump.prefix(upTo: dump.range(of: ", b: ")))
  }

  @Test func `a node answers for its kind only`() throws {
    let root = try Reading("a: [x, 'y', 3]\nb: {}\n").root()
    let list = try #require(root["a"])
    #expect(root.count == 2 && list.count == 3)
    #expect(list.items.map(\.isQuoted) == [false, true, false])
    #expect(list.items.map(\.isPlain) == [true, false, true])
    #expect(list.string.isEmpty && !list.isPlain && list["x"] == nil)
    #expect(Array(list.entries).isEmpty && Array(root.items).isEmpty)
    #expect(root["c"] == nil && root["b"]?.kind == .mapping)
    #expect(list.items.map { $0.withUTF8 { $0.count } } == [1, 1, 1])
    #expect(list.hasText("") == false)
  }

  @Test func `a document outlives its stream`() throws {
    let documents = Reading("a: \"x\\ty\"\n---\nb: 2").documents
    #expect(documents[0].root?["a"]?.string == "x\ty")
    #expect(documents[1].root?["b"]?.scalar == .int(2))
  }
}

extension Substring {
  fileprivate func range(of word: String) -> Index {
    indices.last { self[$0...].hasPrefix(word) } ?? endIndex
  }
}
