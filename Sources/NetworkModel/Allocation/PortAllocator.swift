import NetworkTypes

/// Hands out the lowest free node port. One number space for every protocol, as the API server's
/// allocator has it (pkg/registry/core/service/portallocator).
struct PortAllocator {
  let range: PortRange
  private var used: Set<UInt16> = []
  private var cursor: Int

  init(_ range: PortRange) {
    self.range = range
    cursor = Int(range.lower.number)
  }

  mutating func claim(_ port: Port) { used.insert(port.number) }

  /// Takes a port that an earlier run handed out; false if it is taken or out of range.
  mutating func reclaim(_ port: Port) -> Bool {
    range.contains(port) && used.insert(port.number).inserted
  }

  mutating func next() -> Port? {
    while cursor <= Int(range.upper.number), let candidate = Port(cursor) {
      cursor += 1
      if used.insert(candidate.number).inserted { return candidate }
    }
    return nil
  }
}
