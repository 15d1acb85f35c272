internal import Diagnostics

extension YAMLComposer {
  /// Gives a node its explicit tag, or reports why it cannot have it.
  mutating func applyTag(
    _ name: String, to index: UInt32, _ event: YAMLEvent, log: inout DiagnosticLog
  ) {
    let record = records[Int(index)]
    guard let tag = YAMLTag(name) else {
      report(
        .unknownTag, "tag \(SourceText.quoted(tagName(name).utf8)) is not known here",
        at: tagRange(of: event), help: "remove the tag; quote the value if it is text", log: &log)
      return
    }
    switch (record.kind, tag) {
    case (.sequence, .sequence), (.mapping, .mapping): return
    case (.sequence, .string) where name == "!", (.mapping, .string) where name == "!": return
    case (.scalar, .binary): decodeBinary(index, event, log: &log)
    case (.scalar, .sequence), (.scalar, .mapping), (.sequence, _), (.mapping, _):
      reportMismatch(name, "a \(record.kind) cannot be", event, log: &log)
    case (.scalar, _):
      guard withBytes(of: record, { YAMLScalar($0, tag: tag) }) != nil else {
        let value = SourceText.quoted(
          withBytes(of: record) { span in span.indices.map { span[$0] } })
        return reportMismatch(name, "\(value) is not", event, log: &log)
      }
      records[Int(index)].tag = tag
    case (.alias, _): preconditionFailure("libyaml gives an alias no tag")
    }
  }

  private mutating func reportMismatch(
    _ tag: String, _ words: String, _ event: YAMLEvent, log: inout DiagnosticLog
  ) {
    report(
      .tagMismatch, "\(words) a \(SourceText.quoted(tagName(tag).utf8))", at: tagRange(of: event),
      help: "remove the tag or correct the value", log: &log)
  }

  /// The text of `!!binary` becomes the bytes that it means, if they are text.
  private mutating func decodeBinary(
    _ index: UInt32, _ event: YAMLEvent, log: inout DiagnosticLog
  ) {
    records[Int(index)].tag = .binary
    guard let bytes = withBytes(of: records[Int(index)], decodeBase64),
      String(validating: bytes, as: UTF8.self) != nil
    else {
      return report(
        .tagMismatch, "the value of `!!binary` is no base64 of UTF-8 text",
        at: tagRange(of: event), help: "write the text itself, in quotes", log: &log)
    }
    records[Int(index)].isInSideText = true
    records[Int(index)].first = UInt32(sideText.count)
    records[Int(index)].count = UInt32(bytes.count)
    sideText += bytes
  }

  /// The tag as people write it: `!!int` for `tag:yaml.org,2002:int`.
  private func tagName(_ tag: String) -> String {
    let prefix = "tag:yaml.org,2002:"
    return tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.utf8.count) : tag
  }

  /// The tag among the properties of a node; an anchor may stand before it.
  private func tagRange(of event: YAMLEvent) -> SourceRange {
    var start = Int(event.propertiesStart)
    while start < Int(event.start), text.bytes[start] != UInt8(ascii: "!") { start += 1 }
    let word = text.word(start)
    return event.start > event.propertiesStart
      ? text.range(word.start, min(word.end, max(event.start, word.start + 1))) : word
  }
}

/// RFC 4648, section 4, with padding; white space between the characters is skipped, as YAML
/// folds long values. Nil for anything else.
private func decodeBase64(_ text: Span<UInt8>) -> [UInt8]? {
  var bytes: [UInt8] = []
  var bits: UInt32 = 0
  var characters = 0
  var padding = 0
  for index in text.indices where !text[index].isBlank && !text[index].isLineBreak {
    let value: UInt32
    switch text[index] {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = UInt32(text[index]) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): value = UInt32(text[index]) - 97 + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): value = UInt32(text[index]) - 48 + 52
    case UInt8(ascii: "+"): value = 62
    case UInt8(ascii: "/"): value = 63
    case UInt8(ascii: "="):
      value = 0
      padding += 1
    default: return nil
    }
    // Nothing but padding stands behind padding, and at most two of it.
    if padding > 0, text[index] != UInt8(ascii: "=") || padding > 2 { return nil }
    bits = bits << 6 | value
    characters += 1
    if characters.isMultiple(of: 4) {
      bytes += [
        UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8),
        UInt8(truncatingIfNeeded: bits),
      ]
    }
  }
  guard characters.isMultiple(of: 4) else { return nil }
  return bytes.dropLast(padding)
}
