/// The line that closes a report: `2 errors, 1 warning`.
package struct DiagnosticSummary: Hashable, Sendable {
  package let errorCount: Int
  package let warningCount: Int
  package let noteCount: Int
  /// Findings that `DiagnosticLog` counted and did not keep.
  package let droppedCount: Int

  package init(_ diagnostics: [Diagnostic], droppedCount: Int = 0) {
    errorCount = diagnostics.count { $0.severity == .error }
    warningCount = diagnostics.count { $0.severity == .warning }
    noteCount = diagnostics.count { $0.severity == .note }
    self.droppedCount = droppedCount
  }
}

extension DiagnosticSummary: CustomStringConvertible {
  /// Without a line break; `no errors` when there is nothing to count.
  package var description: String {
    var parts = [
      Self.counted(errorCount, "error"), Self.counted(warningCount, "warning"),
      Self.counted(noteCount, "note"),
    ].compactMap(\.self)
    if parts.isEmpty { parts.append("no errors") }
    if droppedCount > 0 { parts.append("\(droppedCount) more not shown") }
    return parts.joined(separator: ", ")
  }

  private static func counted(_ count: Int, _ noun: String) -> String? {
    switch count {
    case 0: nil
    case 1: "1 \(noun)"
    default: "\(count) \(noun)s"
    }
  }
}
