import Diagnostics
import Testing

@testable import YAMLSyntax

struct YAMLDiagnosticsTests {
  @Test func `codes are in order and each is given once`() {
    let codes = YAMLDiagnostics.pages.map(\.code)
    #expect(codes == codes.sorted() && Set(codes).count == codes.count)
    #expect(codes.allSatisfy { (101...199).contains($0.number) })
  }

  @Test(arguments: YAMLDiagnostics.pages.indices)
  func `a page's bad example raises its code at the mark, the good one nothing`(index: Int) throws {
    let page = YAMLDiagnostics.pages[index]
    guard let example = page.example else { return }
    #expect(Reading(example.good).codes == [])
    let reading = Reading(example.bad)
    #expect(reading.findings.map(\.code) == [page.code])
    let range = try #require(reading.findings.first?.range)
    let (line, columns) = try #require(Self.mark(in: example.bad, page.code))
    let start = Self.offset(ofLine: line, in: example.bad)
    #expect(Int(range.start) - start == columns.lowerBound)
    #expect(Int(range.end) - start == columns.upperBound)
  }

  /// The line above the mark, and the columns that it marks.
  private static func mark(in text: String, _ code: DiagnosticCode) -> (Int, Range<Int>)? {
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      guard line.hasPrefix("#"), line.hasSuffix(" \(code)") else { continue }
      let columns = Array(line.utf8)
      guard let first = columns.firstIndex(of: 0x5E), let last = columns.lastIndex(of: 0x5E)
      else { return nil }
      return (number - 1, first..<(last + 1))
    }
    return nil
  }

  private static func offset(ofLine number: Int, in text: String) -> Int {
    text.split(separator: "\n", omittingEmptySubsequences: false).prefix(number)
      .reduce(0) { $0 + $1.utf8.count + 1 }
  }
}
