@testable import Diagnostics

/// Files and findings for the tests of the formats.
struct Fixture {
  let files: [SourceFile]

  init(_ text: String, path: String = "lab.yaml") { self.init(Array(text.utf8), path: path) }
  init(_ bytes: [UInt8], path: String = "lab.yaml") {
    files = [SourceFile(path: path, bytes: bytes)]
  }
  init(files: [SourceFile]) { self.files = files }

  /// The range of the first place where a text stands in a file.
  func range(of text: String, file: Int = 0) -> SourceRange {
    let bytes = files[file].bytes
    let wanted = Array(text.utf8)
    let start = bytes.indices.first { bytes[$0...].starts(with: wanted) }
    precondition(start != nil, "the fixture lacks the text \(text)")
    return range(start ?? 0, (start ?? 0) + wanted.count, file: file)
  }

  func range(_ start: Int, _ end: Int, file: Int = 0) -> SourceRange {
    SourceRange(file: UInt32(file), start: UInt32(start), end: UInt32(end))
  }

  func render(
    _ diagnostics: [Diagnostic], _ format: DiagnosticFormat = .text,
    color: TerminalColor = .plain, pages: [DiagnosticPage] = []
  ) -> String {
    let renderer = DiagnosticRenderer(files: files, format: format, color: color, pages: pages)
    return String(decoding: renderer.render(diagnostics), as: UTF8.self)
  }

  /// The text form of one error without notes.
  func excerpt(_ range: SourceRange) -> String { render([finding("no", at: range)]) }
}

func finding(
  _ message: String, at range: SourceRange?, severity: Severity = .error,
  code: DiagnosticCode = 401, notes: [Note] = [], help: String? = nil, fixes: [Fix] = [],
  object: String? = nil
) -> Diagnostic {
  Diagnostic(
    code: code, severity: severity, message: message, range: range, notes: notes, help: help,
    fixes: fixes, object: object)
}
