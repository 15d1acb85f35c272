/// A run of addresses of one family, both ends included, with the caller's own number for it.
package struct AddressInterval: Hashable, Sendable {
  package let first: IPAddress
  package let last: IPAddress
  package let tag: Int

  package init(_ first: IPAddress, _ last: IPAddress, tag: Int) {
    precondition(first.family == last.family, "an interval lies in one family")
    precondition(first <= last, "an interval must not end before it starts")
    self.first = first
    self.last = last
    self.tag = tag
  }

  package init(_ prefix: IPPrefix, tag: Int) { self.init(prefix.first, prefix.last, tag: tag) }
}

/// An interval that shares addresses with another one.
package struct AddressOverlap: Hashable, Sendable {
  package enum Shape: Hashable, Sendable {
    /// Both hold the same addresses.
    case equal
    /// All of `tag` lies in `owner`.
    case inside
    /// Each has addresses of its own.
    case partial
  }

  package let tag: Int
  package let owner: Int
  package let shape: Shape
}

/// Exact search for overlaps among many intervals, by one sort and one sweep.
package enum AddressOverlaps {
  /// Finds every interval that shares an address with one that sorts before it, each once, with
  /// its nearest owner.
  ///
  /// Order: by first address, the longer before the shorter, then by tag; results come in this
  /// order. The owner is the interval with the latest start among those that hold the first
  /// address; of equal ones it is the one with the lowest tag. So n nested blocks give n - 1
  /// findings. Takes O(n log n).
  package static func find(among intervals: [AddressInterval]) -> [AddressOverlap] {
    let sorted = intervals.sorted(by: isBefore)
    var overlaps: [AddressOverlap] = []
    // Intervals that may reach further. Where a lower one ends before a higher one, both are
    // removed by the same address, so the top decides.
    var open: [AddressInterval] = []
    for interval in sorted {
      while let top = open.last, top.last < interval.first { open.removeLast() }
      guard let owner = open.last else {
        open.append(interval)
        continue
      }
      let shape = shape(of: interval, in: owner)
      overlaps.append(AddressOverlap(tag: interval.tag, owner: owner.tag, shape: shape))
      if shape != .equal { open.append(interval) }
    }
    return overlaps
  }

  private static func isBefore(_ left: AddressInterval, _ right: AddressInterval) -> Bool {
    if left.first != right.first { return left.first < right.first }
    if left.last != right.last { return left.last > right.last }
    return left.tag < right.tag
  }

  private static func shape(
    of interval: AddressInterval, in owner: AddressInterval
  ) -> AddressOverlap.Shape {
    if interval.last > owner.last { return .partial }
    return interval.first == owner.first && interval.last == owner.last ? .equal : .inside
  }
}
