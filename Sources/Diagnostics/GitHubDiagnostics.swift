/// The format `github`: workflow commands, which GitHub Actions shows beside the changed lines.
///
/// Syntax and escapes: actions/toolkit, `packages/core/src/command.ts`.
enum GitHubDiagnostics {
  static func append(
    _ diagnostics: [Diagnostic], index: inout SourceIndex, to bytes: inout [UInt8]
  ) {
    for diagnostic in diagnostics {
      let places = DiagnosticPlaces(of: diagnostic, index: &index)
      append(diagnostic, places, to: &bytes)
    }
  }

  private static func append(
    _ diagnostic: Diagnostic, _ places: DiagnosticPlaces, to bytes: inout [UInt8]
  ) {
    var line = "::\(command(of: diagnostic.severity)) "
    if let place = places.own {
      line += "file=\(property(place.path)),line=\(place.start.line),endLine=\(place.end.line),"
      line += "col=\(place.start.column),endColumn=\(place.end.column),"
    }
    line += "title=\(diagnostic.code)::"
    var message = visible(diagnostic.message)
    for (note, place) in zip(diagnostic.notes, places.notes) {
      let at = "\(visible(place.path)):\(place.start.line):\(place.start.column)"
      message += "\n\(at): note: \(visible(note.message))"
    }
    if let help = diagnostic.help { message += "\nhelp: \(visible(help))" }
    bytes.append(contentsOf: (line + data(message) + "\n").utf8)
  }

  private static func command(of severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .note: "notice"
    }
  }

  /// Foreign text on one line, without anything that acts on a terminal.
  private static func visible(_ text: String) -> String {
    var visible = TerminalText(color: .plain)
    visible.writeEscaped(text)
    return String(decoding: visible.bytes, as: UTF8.self)
  }

  private static func data(_ text: String) -> String { escaped(text, ["%", "\r", "\n"]) }

  /// Kept raw but for the separators, so that GitHub finds the file.
  private static func property(_ text: String) -> String {
    escaped(text, ["%", "\r", "\n", ":", ","])
  }

  private static func escaped(_ text: String, _ special: Set<Unicode.Scalar>) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if special.contains(scalar) {
        let hex = String(scalar.value, radix: 16, uppercase: true)
        result.append(contentsOf: (scalar.value < 16 ? "%0" : "%").unicodeScalars)
        result.append(contentsOf: hex.unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }
}
