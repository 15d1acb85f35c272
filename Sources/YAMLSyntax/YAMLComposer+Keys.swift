internal import Diagnostics

extension YAMLComposer {
  /// Looks at a key as it is read; true for a merge key.
  mutating func inspectKey(_ place: UInt32, depth: Int, log: inout DiagnosticLog) -> Bool {
    let key = records[Int(content(of: place))]
    guard key.kind == .scalar else {
      guard complexKeyDepth == 0 else { return false }
      if records[Int(place)].kind != .alias { complexKeyDepth = depth }
      report(
        .complexKey, "a key must be a scalar, not a \(key.kind)", at: placeOfStart(place),
        help: "quote the key if it is meant as text", log: &log)
      return false
    }
    guard key.style == .plain, key.tag == .none else { return false }
    if !key.isInSideText, key.count > 0,
      !YAMLKeyWarning.isPossible(text.source.bytes[Int(key.first)], of: key.count)
    {
      return false
    }
    guard let warning = withBytes(of: key, { YAMLKeyWarning($0) }) else { return false }
    return report(warning, at: place, depth: depth, log: &log)
  }

  /// True for a merge key.
  private mutating func report(
    _ warning: YAMLKeyWarning, at place: UInt32, depth: Int, log: inout DiagnosticLog
  ) -> Bool {
    let range = self.place(place)
    switch warning {
    case .merge: return true
    case .null:
      if refusedAliases.contains(place) { break }
      report(
        .nullKey, "a key must not be null", at: range,
        help: "quote the key if it is meant as text", log: &log)
    case .retyped(let name):
      report(
        .retypedKey, "the API server reads the key \(text.quoted(range)) as `\(name)`", at: range,
        help: "quote it", fixes: [Fix(replace: range, with: "\"" + string(of: place) + "\"")],
        log: &log)
    case .gluedMarker:
      guard depth == 1, text.lineStart(Int(range.start)) == Int(range.start) else { break }
      report(
        .gluedMarker, "`---` belongs to the key \(text.quoted(range)): it starts no document",
        at: text.range(range.start, range.start + 3), help: "put `---` on a line of its own",
        log: &log)
    case .oddSpace:
      report(
        .oddSpace, "the key begins with a space that YAML takes as text",
        at: text.character(Int(range.start)), help: "indent with ordinary spaces", log: &log)
    }
    return false
  }

  /// Duplicate keys and merge keys of a mapping that is complete.
  mutating func checkKeys(of mapping: UInt32, hasMergeKey: Bool, log: inout DiagnosticLog) {
    let count = Int(records[Int(mapping)].count)
    guard count > 1 || hasMergeKey else { return }
    keyTable.removeAll(expecting: count)
    var place = records[Int(mapping)].first
    while place != 0 {
      let value = records[Int(place)].next
      if let earlier = insertKey(place) { reportDuplicate(place, of: earlier, log: &log) }
      place = value == 0 ? 0 : records[Int(value)].next
    }
    if hasMergeKey { merge(into: mapping, log: &log) }
  }

  /// Nil if no key with this text was in the table, and for what is no key at all.
  mutating func insertKey(_ place: UInt32) -> UInt32? {
    let key = records[Int(content(of: place))]
    guard key.kind == .scalar else { return nil }
    return keyTable.insert(place, key, source: text.source.bytes, sideText: sideText)
  }

  private mutating func reportDuplicate(
    _ place: UInt32, of earlier: UInt32, log: inout DiagnosticLog
  ) {
    guard !refusedAliases.contains(place), !refusedAliases.contains(earlier) else { return }
    let key = string(of: place)
    // Files that were put together without a line between them.
    let isAnotherObject = key == "apiVersion"
    report(
      .duplicateKey, "key \(SourceText.quoted(key.utf8)) is given twice",
      at: self.place(place), notes: [Note("first given here", at: self.place(earlier))],
      help: isAnotherObject
        ? "write `---` on the line before if another object begins here, else remove one of the two"
        : "remove or rename one of the two", log: &log)
  }
}

// MARK: - Reading the arena

extension YAMLComposer {
  /// The node that a place means: itself, or what an alias points at.
  func content(of place: UInt32) -> UInt32 {
    let record = records[Int(place)]
    return record.kind == .alias ? record.first : place
  }

  func withBytes<Result>(of scalar: YAMLRecord, _ body: (Span<UInt8>) -> Result) -> Result {
    let bounds = Int(scalar.first)..<Int(scalar.first + scalar.count)
    let bytes = scalar.isInSideText ? sideText : text.source.bytes
    let span = bytes.span
    return body(span.extracting(bounds))
  }

  func string(of place: UInt32) -> String {
    let scalar = records[Int(content(of: place))]
    let bounds = Int(scalar.first)..<Int(scalar.first + scalar.count)
    return String(
      decoding: (scalar.isInSideText ? sideText : text.source.bytes)[bounds], as: UTF8.self)
  }

  /// The first character of a collection that is still being read.
  private func placeOfStart(_ place: UInt32) -> SourceRange {
    let record = records[Int(place)]
    return record.kind == .alias
      ? self.place(place) : text.character(Int(record.start))
  }
}
