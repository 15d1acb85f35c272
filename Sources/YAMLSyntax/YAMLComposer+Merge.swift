internal import Diagnostics

/// Merge keys, <https://yaml.org/type/merge.html>: `<<` brings the entries of a mapping, or of
/// several, of which an earlier one wins; the mapping's own entries win over all of them.
extension YAMLComposer {
  /// Replaces the merge key of a mapping by the entries that it brings. `keyTable` holds the
  /// mapping's own keys.
  mutating func merge(into mapping: UInt32, log: inout DiagnosticLog) {
    var entries: [(key: UInt32, value: UInt32)] = []
    var key = records[Int(mapping)].first
    while key != 0 {
      let value = records[Int(key)].next
      guard value != 0 else { break }
      let next = records[Int(value)].next
      if isMergeKey(key) {
        for source in mergeSources(value, log: &log) { appendEntries(of: source, to: &entries) }
      } else {
        entries.append((key, value))
      }
      key = next
    }
    relink(mapping, entries)
  }

  private func isMergeKey(_ place: UInt32) -> Bool {
    let record = records[Int(content(of: place))]
    guard record.kind == .scalar, record.style == .plain, record.tag == .none else { return false }
    return withBytes(of: record) {
      if case .merge = YAMLKeyWarning($0) { true } else { false }
    }
  }

  /// The mappings that a merge key names, in order of precedence.
  private mutating func mergeSources(_ value: UInt32, log: inout DiagnosticLog) -> [UInt32] {
    let record = records[Int(content(of: value))]
    guard record.kind == .sequence else { return mergeSource(value, log: &log).map { [$0] } ?? [] }
    var sources: [UInt32] = []
    var item = record.first
    while item != 0 {
      if let source = mergeSource(item, log: &log) { sources.append(source) }
      item = records[Int(item)].next
    }
    return sources
  }

  private mutating func mergeSource(_ place: UInt32, log: inout DiagnosticLog) -> UInt32? {
    let source = content(of: place)
    if records[Int(source)].kind == .mapping { return source }
    guard !refusedAliases.contains(place) else { return nil }
    report(
      .mergeOfNoMapping, "a merge key takes a mapping or a list of mappings", at: self.place(place),
      help: "write `<<: *name`, where `&name` stands before a mapping", log: &log)
    return nil
  }

  private mutating func appendEntries(
    of source: UInt32, to entries: inout [(key: UInt32, value: UInt32)]
  ) {
    var key = records[Int(source)].first
    while key != 0 {
      let value = records[Int(key)].next
      guard value != 0 else { return }
      let next = records[Int(value)].next
      if insertKey(key) == nil {
        aliasedNodes += 2
        guard aliasedNodes <= YAMLLimits.aliasedNodes else { return }
        entries.append((reference(to: key), reference(to: value)))
      }
      key = next
    }
  }

  /// A node that means another one and stands where that stands.
  private mutating func reference(to place: UInt32) -> UInt32 {
    var record = records[Int(place)]
    record.first = content(of: place)
    record.kind = .alias
    records.append(record)
    return UInt32(truncatingIfNeeded: records.count - 1)
  }

  private mutating func relink(
    _ mapping: UInt32, _ entries: [(key: UInt32, value: UInt32)]
  ) {
    records[Int(mapping)].first = entries.first?.key ?? 0
    records[Int(mapping)].count = UInt32(entries.count)
    for (position, entry) in entries.enumerated() {
      records[Int(entry.key)].next = entry.value
      records[Int(entry.value)].next =
        position + 1 < entries.count ? entries[position + 1].key : 0
    }
  }
}
