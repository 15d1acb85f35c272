extension Diagnostic {
  /// The finding without what it quotes, if it is about a place that the file hides.
  package func redacted(in files: [SourceFile]) -> Diagnostic {
    guard let range, Int(range.file) < files.count,
      files[Int(range.file)].hides(Int(range.start)..<Int(range.end))
    else { return self }
    return Diagnostic(
      code: code, severity: severity, message: Self.redact(message), range: range, notes: notes,
      help: help.map { Self.redact($0) }, fixes: [], object: object)
  }

  private static func redact(_ text: String) -> String {
    redact(redact(text, between: UInt8(ascii: "\"")), between: UInt8(ascii: "`"))
  }

  /// Puts one `…` for all from the first quote to the last: what stands between may hold quotes.
  private static func redact(_ text: String, between quote: UInt8) -> String {
    guard let first = text.utf8.firstIndex(of: quote), let last = text.utf8.lastIndex(of: quote),
      first < last
    else { return text }
    return "\(text[...first])…\(text[last...])"
  }
}
