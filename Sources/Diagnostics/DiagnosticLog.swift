/// Collects what the stages find; append-only, finished once.
package struct DiagnosticLog: ~Copyable, Sendable {
  /// More findings than this are counted, not kept: a person cannot read them, and a hostile
  /// input must not fill the memory.
  package static let capacity = 10_000

  private var found: [Diagnostic] = []
  package private(set) var errorCount = 0
  /// How many findings were dropped beyond `capacity`.
  package private(set) var droppedCount = 0

  package init() {}

  /// A log that goes on from what another one found.
  package init(resuming found: [Diagnostic]) {
    self.found = found
    errorCount = found.count { $0.severity == .error }
  }

  package var hasErrors: Bool { errorCount > 0 }

  /// Adds one finding under the code, the severity and the explanation of its page. A place that is
  /// not written (a default's) is left out.
  package mutating func report(
    _ page: DiagnosticPage, _ message: String, at range: SourceRange?, notes: [Note] = [],
    help: String? = nil, fixes: [Fix] = [], object: String? = nil
  ) {
    if page.severity == .error { errorCount += 1 }
    guard found.count < Self.capacity else {
      droppedCount += 1
      return
    }
    found.append(
      Diagnostic(
        code: page.code, severity: page.severity, message: message,
        range: range.flatMap { $0.isWritten ? $0 : nil }, notes: notes.filter(\.range.isWritten),
        help: help, fixes: fixes, object: object))
  }

  /// Takes over all that another log found, with its places led elsewhere.
  package mutating func append(
    _ other: consuming DiagnosticLog, placing place: (SourceRange) -> SourceRange
  ) {
    errorCount += other.errorCount
    droppedCount += other.droppedCount
    for finding in other.found {
      guard found.count < Self.capacity else {
        droppedCount += 1
        continue
      }
      found.append(finding.placed(place))
    }
  }

  /// All findings in file order, each once.
  package consuming func finish() -> [Diagnostic] {
    let ordered = found.sorted(by: Self.isBefore)
    var seen = Set<Diagnostic>()
    return ordered.filter { seen.insert($0).inserted }
  }

  private static func isBefore(_ left: Diagnostic, _ right: Diagnostic) -> Bool {
    switch (left.range, right.range) {
    case (nil, nil): break
    case (nil, _): return true
    case (_, nil): return false
    case (let first?, let second?) where first != second: return first < second
    default: break
    }
    return (left.code, left.message) < (right.code, right.message)
  }
}
