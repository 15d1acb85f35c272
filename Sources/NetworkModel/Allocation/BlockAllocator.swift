import NetworkTypes

/// Hands out the lowest free node block of one pod range.
struct BlockAllocator {
  let range: IPPrefix
  let length: Int
  /// Disjoint, ascending.
  private var taken: [(first: IPAddress, last: IPAddress)] = []
  private var takenCursor = 0
  private var cursor: UInt64 = 0

  /// `taken`: blocks of any size and family that are spoken for.
  init(_ range: IPPrefix, length: Int, taken blocks: [IPPrefix]) {
    self.range = range
    self.length = length
    for block in blocks.sorted(by: { ($0.first, $1.last) < ($1.first, $0.last) }) {
      if let previous = taken.last, block.first <= previous.last {
        taken[taken.count - 1].last = max(previous.last, block.last)
      } else {
        taken.append((block.first, block.last))
      }
    }
  }

  mutating func next() -> IPPrefix? {
    guard length >= range.length else { return nil }
    let count = UInt64(clamping: range.subprefixCount(length: length))
    while cursor < count,
      let candidate = range.subprefix(length: length, at: UInt128(cursor))
    {
      cursor += 1
      while takenCursor < taken.count, taken[takenCursor].last < candidate.first {
        takenCursor += 1
      }
      if takenCursor == taken.count || candidate.last < taken[takenCursor].first {
        return candidate
      }
    }
    return nil
  }
}
