/// The format `short`: `path:line:column: severity[code]: message`, without the place where there
/// is none.
enum ShortDiagnostics {
  static func append(
    _ diagnostics: [Diagnostic], index: inout SourceIndex, color: TerminalColor,
    to bytes: inout [UInt8]
  ) {
    var text = TerminalText(color: color)
    for diagnostic in diagnostics { append(diagnostic, index: &index, to: &text) }
    bytes.append(contentsOf: text.bytes)
  }

  /// Appends the line of one diagnostic.
  static func append(
    _ diagnostic: Diagnostic, index: inout SourceIndex, to text: inout TerminalText
  ) {
    if let range = diagnostic.range { text.write(index.place(of: range)) }
    text.styled(diagnostic.severity.style) { text in
      text.writeEscaped(diagnostic.severity.name)
      text.write("[")
      text.writeEscaped(diagnostic.code.description)
      text.write("]: ")
    }
    text.writeEscaped(diagnostic.message)
    text.write("\n")
  }
}
