import Diagnostics
import Testing

@testable import YAMLSyntax

struct YAMLLimitTests {
  @Test func `depth is bounded, and 200 levels are fine`() {
    let nested = { (depth: Int) in
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(Reading(nested(200)).codes == [])
    #expect(Reading(nested(YAMLLimits.depth)).codes == [])
    #expect(Reading(nested(YAMLLimits.depth + 1)).codes == ["NC0123@256-257"])
    #expect(Reading(nested(300) + "\n---\na: b").dump.hasSuffix(" | {a: 'b'}"))
  }

  @Test(arguments: ["[", "{\"a\":", "- ", "? ", "[{a: "])
  func `collections that open without end are refused at once`(unit: String) {
    let reading = Reading(String(repeating: unit, count: 1_000_000 / unit.utf8.count))
    // A mapping as a key of a mapping is a finding of its own.
    let codes = reading.findings.map { "\($0.code)" }
    #expect(codes == ["NC0123"] || codes == ["NC0114", "NC0123"])
  }

  @Test func `aliases of aliases are refused`() {
    var text = "l0: &l0 {k: v}\n"
    for level in 1...9 {
      let items = (0...9).map { "k\($0): *l\(level - 1)" }.joined(separator: ", ")
      text += "l\(level): &l\(level) {\(items)}\n"
    }
    let reading = Reading(text)
    #expect(reading.findings.map { "\($0.code)" } == ["NC0119"])
    #expect(reading.documents.first?.hadErrors == true)
  }

  @Test func `merge keys cannot blow a document up`() {
    let entries = (0..<3000).map { "k\($0): v" }.joined(separator: ", ")
    var text = "{\(entries)}"
    for _ in 0..<200 { text = "{<<: \(text)}" }
    #expect(Reading(text).findings.map { "\($0.code)" } == ["NC0119"])
  }

  @Test func `many aliases of a small node are fine`() {
    let text = "a: &a {x: 1}\nb:\n" + String(repeating: "- *a\n", count: 10_000)
    #expect(Reading(text).codes == [])
  }

  @Test func `a mapping with very many keys is checked in linear time`() {
    var text = ""
    for index in 0..<50_000 { text += "key\(index): 1\n" }
    text += "key77: 2\n"
    let reading = Reading(text)
    #expect(reading.findings.map { "\($0.code)" } == ["NC0113"])
    #expect(reading.findings.first?.notes.map { reading.slice($0.range) } == ["key77"])
  }

  @Test(arguments: [2, 12, 13, 14, 40])
  func `a duplicate is found among any number of keys`(count: Int) {
    var text = ""
    for index in 0..<count { text += "k\(index): 1\n" }
    #expect(Reading(text).codes == [])
    #expect(Reading(text + "'k\(count - 1)': 2\n").findings.count == 1)
    #expect(Reading(text + "\"\\x6b0\": 2\n").findings.count == 1)
  }

  @Test func `syntax errors of one file end at their limit`() {
    let reading = Reading(String(repeating: "---\n@\n", count: 500))
    #expect(reading.findings.count == YAMLLimits.syntaxErrors)
  }
}
