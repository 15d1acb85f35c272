import Diagnostics
import Testing

@testable import Resources

/// Every page keeps its promises: its examples are run.
struct PageTests {
  @Test(arguments: ResourceDiagnostics.pages.map(\.code.description))
  func `a page's bad example raises its code at the mark, the good one nothing`(code: String)
    throws
  {
    let page = try #require(ResourceDiagnostics.pages.first { $0.code.description == code })
    guard let example = page.example else { return }
    let bad = readText(example.bad)
    #expect(bad.diagnostics.map(\.code) == [page.code], "\(code): \(bad.summary)")
    #expect(bad.diagnostics.first?.severity == page.severity)
    let mark = try #require(Mark(in: example.bad), "\(code) has no mark")
    #expect(bad.diagnostics.first.flatMap(bad.text) == mark.text, "\(code): \(bad.summary)")
    #expect(mark.code == code)
    let good = readText(example.good)
    #expect(good.diagnostics.isEmpty, "\(code): \(good.summary)")
  }

  @Test func `codes are unique, in their ranges, and explained`() {
    let pages = ResourceDiagnostics.pages
    #expect(Set(pages.map(\.code)).count == pages.count)
    for page in pages {
      #expect([2, 6, 9].contains(page.code.number / 100))
      #expect(!page.title.hasSuffix("."))
      #expect(page.explanation.count > 40)
      #expect(page.severity != .error || !page.isAllowable, "\(page.code): no error is allowable")
    }
  }
}

/// A comment such as `#   ^^^^ NC0401` and the text above its carets.
private struct Mark {
  let text: String
  let code: String

  init?(in example: String) {
    let lines = example.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where index > 0 && line.hasPrefix("#") {
      guard let start = line.firstIndex(of: "^"), let end = line.lastIndex(of: "^") else {
        continue
      }
      let from = line.distance(from: line.startIndex, to: start)
      let count = line.distance(from: start, to: end) + 1
      text = String(lines[index - 1].dropFirst(from).prefix(count))
      code = String(line.suffix(6))
      return
    }
    return nil
  }
}
