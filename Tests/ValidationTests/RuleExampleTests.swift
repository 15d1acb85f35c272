import Diagnostics
import NetworkModel
import TestSupport
import Testing

@testable import Validation

/// Every page's example is run through the real stages: what `netc explain` shows is true.
struct RuleExampleTests {
  static let pages = Validation.pages + LoweringDiagnostics.pages.filter { $0.example != nil }

  @Test(arguments: pages.map(\.code.description))
  func `the bad example raises the code at the mark and nothing else`(code: String) throws {
    let page = try #require(Self.pages.first { $0.code.description == code })
    let example = try #require(page.example)
    let marked = MarkedYAML(example.bad)
    let mark = try #require(marked.marks.first, "the example has no mark")
    let compiled = compileYAML(example.bad)
    #expect(marked.marks.map(\.code) == [code])
    #expect(compiled.summary == ["\(code) \(mark.text)"], "\(compiled.report)")
    let range = try #require(compiled.diagnostics.first?.range)
    let position = compiled.position(of: range)
    #expect([position.line, position.column] == [mark.line, mark.column])
    #expect(compiled.diagnostics.first?.severity == page.severity)
  }

  @Test(arguments: pages.map(\.code.description))
  func `the good example is silent`(code: String) throws {
    let page = try #require(Self.pages.first { $0.code.description == code })
    let compiled = compileYAML(try #require(page.example).good)
    #expect(compiled.diagnostics.isEmpty, "\(compiled.report)")
    #expect(compiled.network != nil)
  }

  @Test func `codes are unique, sorted, and every rule has an example`() {
    let codes = Validation.pages.map(\.code)
    #expect(codes == codes.sorted())
    #expect(Set(codes).count == codes.count)
    for page in Validation.pages {
      #expect(page.example != nil, "\(page.code)")
      #expect(!page.title.hasSuffix("."), "\(page.code)")
      #expect(page.explanation.utf8.count > 80, "\(page.code)")
    }
  }
}
