import Testing

@testable import Diagnostics

struct UnwrittenPlaceTests {
  private static let page = DiagnosticPage(9999, .error, "a test", explanation: "For tests.")

  @Test func `a place that is not written is left out of a diagnostic`() {
    var log = DiagnosticLog()
    let written = SourceRange(file: 0, start: 0, end: 1)
    log.report(
      Self.page, "m", at: .placeholder,
      notes: [Note("a", at: .placeholder), Note("b", at: written)])
    let found = log.finish()
    #expect(found.map(\.range) == [nil])
    #expect(found[0].notes.map(\.message) == ["b"])
  }
}
