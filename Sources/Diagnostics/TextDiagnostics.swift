/// The format `text`: a header line, the source with carets, the notes, the help.
///
/// ```
/// lab.yaml:3:12: error[NC0401]: the block 10.1.4.0/24 overlaps 10.1.0.0/16
/// 3 |   podCIDR: 10.1.4.0/24
///   |            ^^^^^^^^^^^
/// lab.yaml:2:12: note: first claimed here
/// 2 |   podCIDR: 10.1.0.0/16
///   |            ^^^^^^^^^^^
/// help: give every node a block of its own
/// ```
enum TextDiagnostics {
  static func append(
    _ diagnostics: [Diagnostic], index: inout SourceIndex, color: TerminalColor,
    to bytes: inout [UInt8]
  ) {
    var text = TerminalText(color: color)
    for (number, diagnostic) in diagnostics.enumerated() {
      if number > 0 { text.write("\n") }
      append(diagnostic, index: &index, to: &text)
    }
    bytes.append(contentsOf: text.bytes)
  }

  private static func append(
    _ diagnostic: Diagnostic, index: inout SourceIndex, to text: inout TerminalText
  ) {
    ShortDiagnostics.append(diagnostic, index: &index, to: &text)
    let ranges = (diagnostic.range.map { [$0] } ?? []) + diagnostic.notes.map(\.range)
    let excerpts = ranges.enumerated().map { position, range in
      let isOwn = diagnostic.range != nil && position == 0
      let style = isOwn ? diagnostic.severity.style : .cyan
      return SourceExcerpt(
        of: range, in: index.table(of: range), file: index.file(of: range), style: style)
    }
    let lastLine = excerpts.map(\.lastLine).max() ?? 1
    let gutterWidth = String(lastLine).utf8.count
    var next = excerpts.startIndex
    if diagnostic.range != nil {
      excerpts[next].append(to: &text, gutterWidth: gutterWidth)
      next += 1
    }
    for (note, excerpt) in zip(diagnostic.notes, excerpts[next...]) {
      append(note, index: &index, to: &text)
      excerpt.append(to: &text, gutterWidth: gutterWidth)
    }
    if let help = diagnostic.help {
      text.styled(.green) { $0.write("help: ") }
      text.writeEscaped(help)
      text.write("\n")
    }
  }

  private static func append(
    _ note: Note, index: inout SourceIndex, to text: inout TerminalText
  ) {
    let place = index.place(of: note.range)
    text.write(place)
    text.styled(.cyan) { $0.write("note: ") }
    text.writeEscaped(note.message)
    text.write("\n")
  }
}

extension TerminalText {
  /// Appends `path:line:column: `.
  mutating func write(_ place: SourcePlace) {
    styled(.bold) { text in
      text.writeEscaped(place.path)
      text.write(":")
      text.write(place.start.line)
      text.write(":")
      text.write(place.start.column)
      text.write(": ")
    }
  }
}

extension Severity {
  var style: ANSIStyle {
    switch self {
    case .error: .red
    case .warning: .yellow
    case .note: .cyan
    }
  }
}
