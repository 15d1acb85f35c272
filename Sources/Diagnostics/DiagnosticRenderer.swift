/// How diagnostics are printed: the values of `--format`.
package enum DiagnosticFormat: String, CaseIterable, Sendable {
  /// For people: source lines, carets, notes, help.
  case text
  /// One line per diagnostic.
  case short
  /// One JSON object per line.
  case json
  /// SARIF 2.1.0, one document.
  case sarif
  /// Workflow commands of GitHub Actions.
  case github
}

/// Prints diagnostics in any of the formats; no input or output of its own.
package struct DiagnosticRenderer {
  package let format: DiagnosticFormat
  package let color: TerminalColor
  /// Pages whose titles and explanations SARIF carries along; may be empty.
  package let pages: [DiagnosticPage]
  private let files: [SourceFile]

  /// The files must be those of the compilation, in its order; colour matters to `text` and
  /// `short` alone.
  package init(
    files: [SourceFile], format: DiagnosticFormat, color: TerminalColor = .plain,
    pages: [DiagnosticPage] = []
  ) {
    self.files = files
    self.format = format
    self.color = color
    self.pages = pages
  }

  /// Appends the diagnostics in the order given; the summary line is `DiagnosticSummary`'s.
  package func append(_ diagnostics: [Diagnostic], to bytes: inout [UInt8]) {
    var index = SourceIndex(files)
    switch format {
    case .text: TextDiagnostics.append(diagnostics, index: &index, color: color, to: &bytes)
    case .short: ShortDiagnostics.append(diagnostics, index: &index, color: color, to: &bytes)
    case .json: JSONDiagnostics.append(diagnostics, index: &index, to: &bytes)
    case .sarif: SARIFDiagnostics.append(diagnostics, index: &index, pages: pages, to: &bytes)
    case .github: GitHubDiagnostics.append(diagnostics, index: &index, to: &bytes)
    }
  }

  package func render(_ diagnostics: [Diagnostic]) -> [UInt8] {
    var bytes: [UInt8] = []
    append(diagnostics, to: &bytes)
    return bytes
  }
}
