/// A map kept as an array sorted by key: looked up by binary search, walked in a fixed order.
package struct SortedTable<Key: Comparable & Sendable, Value: Sendable>: Sendable {
  package private(set) var entries: [(key: Key, value: Value)] = []

  package init() {}

  /// Takes entries in any order; of two with the same key the first stays.
  package init(_ unsorted: [(key: Key, value: Value)]) {
    let ordered = unsorted.enumerated().sorted {
      ($0.element.key, $0.offset) < ($1.element.key, $1.offset)
    }
    entries.reserveCapacity(ordered.count)
    for (_, entry) in ordered where entries.last?.key != entry.key { entries.append(entry) }
  }

  package var isEmpty: Bool { entries.isEmpty }

  package subscript(key: Key) -> Value? {
    let position = lowerBound(key)
    guard position < entries.count, entries[position].key == key else { return nil }
    return entries[position].value
  }

  private func lowerBound(_ key: Key) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
