/// A run of addresses of one family as the fewest blocks that hold it and nothing else.
extension IPPrefix {
  /// Ascending; at most twice as many as an address has bits.
  ///
  /// - Precondition: both are of one family, and `first` is not behind `last`.
  package static func blocks(from first: IPAddress, through last: IPAddress) -> [IPPrefix] {
    precondition(first.family == last.family, "a range lies in one family")
    precondition(first <= last, "a range must not end before it starts")
    let width = first.family.addressBits
    var blocks: [IPPrefix] = []
    var start = first.bits
    while true {
      let size = hostBits(ofBlockAt: start, within: last.bits, width: width)
      let address = IPAddress(family: first.family, bits: start)
      blocks.append(IPPrefix(containing: address, length: width - size))
      let end = start | hostMask(size)
      if end >= last.bits { return blocks }
      start = end + 1
    }
  }

  /// Of the largest block that begins at `start` and does not reach behind `end`.
  private static func hostBits(
    ofBlockAt start: UInt128, within end: UInt128, width: Int
  ) -> Int {
    var size = min(start.trailingZeroBitCount, width)
    while start | hostMask(size) > end { size -= 1 }
    return size
  }

  private static func hostMask(_ bits: Int) -> UInt128 { (UInt128(1) << UInt128(bits)) &- 1 }
}
