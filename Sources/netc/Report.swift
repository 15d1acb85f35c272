import Diagnostics
import NetworkCompiler

/// What a command has to say, printed once at its end.
struct Report {
  private let options: ReportOptions
  private var diagnostics: [Diagnostic] = []
  private var droppedCount = 0
  private var files: [SourceFile] = []
  private var skipped: [SkippedObjects] = []
  private var differenceCount = 0
  private(set) var status = ExitStatus.fine

  init(_ options: ReportOptions) { self.options = options }

  mutating func add(_ compilation: Compilation) {
    files = compilation.files
    diagnostics += compilation.diagnostics
    droppedCount += compilation.droppedCount
    skipped = compilation.skipped
    let hasWarnings = compilation.diagnostics.contains { $0.severity == .warning }
    if compilation.hasErrors || (options.strict && hasWarnings) { status = .findings }
  }

  /// Adds a finding that has no place in the input.
  mutating func add(_ page: DiagnosticPage, _ message: String, help: String? = nil) {
    var log = DiagnosticLog()
    log.report(page, message, at: nil, help: help)
    diagnostics += log.finish()
    if page.severity == .error { status = .findings }
  }

  mutating func add(_ error: FileError) {
    add(.fileFailure, error.message)
    status = .couldNotRun
  }

  /// What the tracer does not know.
  mutating func addBug(_ message: String) {
    add(.untraceable, message)
    status = .bug
  }

  /// Counts what a build would change.
  mutating func addDifferences(_ count: Int) {
    guard count > 0 else { return }
    status = .findings
    differenceCount += count
  }

  /// Prints everything.
  ///
  /// - Parameter outcome: one line on what was done, for a run that had nothing to complain of;
  ///   else it is said that nothing was changed.
  func finish(_ outcome: Outcome) throws(FileError) {
    let renderer = DiagnosticRenderer(
      files: files, format: options.format, color: options.terminalColor,
      pages: DiagnosticCatalog.pages)
    Console.writeMessage(renderer.render(diagnostics))
    guard options.format.isForPeople, !options.quiet else { return }
    if !skipped.isEmpty { Console.writeMessage(skippedLine) }
    let summary = DiagnosticSummary(diagnostics, droppedCount: droppedCount)
    switch outcome {
    case .changed(let line):
      if !diagnostics.isEmpty { Console.writeMessage("\(summary)\n") }
      try Console.writeResult("\(line)\n")
    case .nothingChanged:
      Console.writeMessage("\(summary)\(strictly); nothing was changed\n")
    case .answered:
      if !diagnostics.isEmpty { Console.writeMessage("\(summary)\(strictly)\n") }
    case .onlyLooked:
      Console.writeMessage("\(summary)\(strictly)\(differences)\n")
    }
  }

  private var strictly: String {
    let isByWarnings = status == .findings && !diagnostics.contains { $0.severity == .error }
    return isByWarnings && options.strict ? ", which --strict makes errors" : ""
  }

  private var differences: String {
    switch differenceCount {
    case 0: ""
    case 1: "; 1 file is not what a build would write"
    default: "; \(differenceCount) files are not what a build would write"
    }
  }

  private var skippedLine: String {
    let count = skipped.reduce(0) { $0 + $1.count }
    let kinds = skipped.map { "\($0.count) \($0.kind)" }.joined(separator: ", ")
    return "skipped \(count) \(count == 1 ? "object" : "objects") "
      + "that netc has no use for: \(kinds)\n"
  }
}

/// How a command ended, for the last line.
enum Outcome {
  /// With a line that says what was done.
  case changed(String)
  /// A command that would have written.
  case nothingChanged
  /// A command whose answer is out already.
  case answered
  /// A command that never writes.
  case onlyLooked
}
