@testable import Diagnostics
import Testing

@Suite struct SummaryTests {
  @Test(
    arguments: [
      ([], 0, "no errors"), ([.error], 0, "1 error"),
      ([.error, .warning, .error], 0, "2 errors, 1 warning"),
      ([.warning, .warning], 0, "2 warnings"), ([.note], 0, "1 note"),
      ([.error], 12, "1 error, 12 more not shown"),
    ] as [([Severity], Int, String)])
  func `the summary counts by severity and tells what was dropped`(
    severities: [Severity], dropped: Int, expected: String
  ) {
    let found = severities.map { finding("x", at: nil, severity: $0) }
    #expect(DiagnosticSummary(found, droppedCount: dropped).description == expected)
  }
}
