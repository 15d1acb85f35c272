/// Values by prefix, with longest-prefix lookup; built once.
package struct PrefixTable<Value: Sendable>: Sendable {
  private struct Entry {
    let prefix: IPPrefix
    let value: Value
    /// The entry of the nearest enclosing prefix.
    let parent: Int?
  }

  /// Sorted by prefix, each prefix once.
  private let entries: [Entry]

  /// Of equal prefixes the first one given is kept.
  package init(_ pairs: [(prefix: IPPrefix, value: Value)]) {
    // The index keeps the order of equal prefixes: `sort` does not promise to.
    let order = pairs.indices.sorted {
      (pairs[$0].prefix, $0) < (pairs[$1].prefix, $1)
    }
    var entries: [Entry] = []
    entries.reserveCapacity(pairs.count)
    for index in order {
      let (prefix, value) = pairs[index]
      var parent = entries.isEmpty ? nil : entries.count - 1
      while let candidate = parent, !entries[candidate].prefix.contains(prefix) {
        parent = entries[candidate].parent
      }
      if let parent, entries[parent].prefix == prefix { continue }
      entries.append(Entry(prefix: prefix, value: value, parent: parent))
    }
    self.entries = entries
  }

  /// The number of different prefixes.
  package var count: Int { entries.count }

  /// The longest prefix that holds an address, with its value.
  package func longestMatch(for address: IPAddress) -> (prefix: IPPrefix, value: Value)? {
    nearest(notAfter: IPPrefix(address)) { $0.contains(address) }
  }

  /// The longest prefix that holds all of another one (or is it), with its value.
  package func longestMatch(for prefix: IPPrefix) -> (prefix: IPPrefix, value: Value)? {
    nearest(notAfter: prefix) { $0.contains(prefix) }
  }

  /// The value of exactly this prefix.
  package subscript(prefix: IPPrefix) -> Value? {
    nearest(notAfter: prefix) { $0 == prefix }?.value
  }

  /// Finds the last entry that does not sort after `prefix`; whatever encloses an address is
  /// that entry or one of its parents, of which there are at most 129.
  private func nearest(
    notAfter prefix: IPPrefix, where isMatch: (IPPrefix) -> Bool
  ) -> (prefix: IPPrefix, value: Value)? {
    var lower = 0
    var upper = entries.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if entries[middle].prefix <= prefix { lower = middle + 1 } else { upper = middle }
    }
    var candidate = lower > 0 ? lower - 1 : nil
    while let index = candidate {
      if isMatch(entries[index].prefix) { return (entries[index].prefix, entries[index].value) }
      candidate = entries[index].parent
    }
    return nil
  }
}
