internal import Diagnostics

/// Go templates that nobody has rendered: `{{ … }}` outside of quotes.
///
/// `{{ x }}` as a value is a mapping whose key is a mapping, which no manifest has. Inside plain
/// text it may be meant (alerts of Prometheus contain `{{ $labels.pod }}`), unless it names what
/// only Helm has.
extension YAMLComposer {
  /// The action at which a flow mapping seems to open.
  func templateAction(opening event: YAMLEvent) -> SourceRange? {
    let start = Int(event.start)
    guard event.kind == .mappingStart, isDoubleBrace(start) else { return nil }
    return actionRange(start)
  }

  /// The first Helm action inside a plain scalar.
  func templateAction(in event: YAMLEvent) -> SourceRange? {
    guard event.style == .plain else { return nil }
    for offset in Int(event.start)..<Int(event.end) where isDoubleBrace(offset) {
      let range = actionRange(offset)
      if isHelm(range) { return range }
    }
    return nil
  }

  /// The first action that can have caused a syntax error: behind the last token that made sense,
  /// and not behind the line of the error.
  func templateAction(before fault: YAMLFault) -> SourceRange? {
    guard mayHoldTemplates else { return nil }
    let end = text.lineEnd(Int(max(fault.offset, fault.contextOffset)))
    var offset = Int(min(lastTokenEnd, fault.contextOffset))
    while offset < end {
      if text.bytes[offset] == UInt8(ascii: "#"), isCommentStart(offset) {
        offset = text.lineEnd(offset)
      } else if isDoubleBrace(offset) {
        return actionRange(offset)
      } else {
        offset += 1
      }
    }
    return nil
  }

  mutating func reportTemplate(at range: SourceRange, log: inout DiagnosticLog) {
    report(
      .template, "\(text.quoted(range)) is a template action, not YAML", at: range,
      help: "render it first: helm template … | netc build -", log: &log)
  }

  private func isDoubleBrace(_ offset: Int) -> Bool {
    text.byte(at: offset) == UInt8(ascii: "{") && text.byte(at: offset + 1) == UInt8(ascii: "{")
  }

  private func isCommentStart(_ offset: Int) -> Bool {
    guard offset > 0 else { return true }
    return text.bytes[offset - 1].isBlank || text.bytes[offset - 1].isLineBreak
  }

  /// From `{{` to `}}`, or to the end of the line if the action goes on.
  private func actionRange(_ start: Int) -> SourceRange {
    let end = text.lineEnd(start)
    var offset = start
    while offset + 1 < end {
      if text.bytes[offset] == UInt8(ascii: "}"), text.bytes[offset + 1] == UInt8(ascii: "}") {
        return text.range(start, offset + 2)
      }
      offset += 1
    }
    return text.restOfLine(start)
  }

  /// The built-in objects and the functions that Helm adds
  /// (<https://helm.sh/docs/chart_template_guide/builtin_objects/>), and trim markers.
  private func isHelm(_ action: SourceRange) -> Bool {
    let words = [
      "{{-", "-}}", ".Values", ".Release", ".Chart", ".Capabilities", ".Files", ".Template",
      "include ", "tpl ", "toYaml",
    ]
    let bytes = text.bytes[Int(action.start)..<Int(action.end)]
    return words.contains { bytes.contains(Array($0.utf8)) }
  }
}

extension ArraySlice<UInt8> {
  fileprivate func contains(_ word: [UInt8]) -> Bool {
    guard count >= word.count else { return false }
    return (startIndex...(endIndex - word.count)).contains { self[$0...].starts(with: word) }
  }
}
