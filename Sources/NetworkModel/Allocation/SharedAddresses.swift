import NetworkTypes

/// A port of a Service, as far as two Services can be in each other's way.
struct ClaimedPort: Hashable {
  let transport: TransportProtocol
  let port: Port
}

/// An address of a pool; sorts as the pool hands out.
struct PoolPosition: Hashable, Comparable {
  /// By the index of the pool's blocks.
  let block: Int
  let address: IPAddress

  static func < (left: Self, right: Self) -> Bool {
    (left.block, left.address) < (right.block, right.address)
  }
}

/// The addresses of one pool and family that Services of one sharing key have.
///
/// Ports are only ever added, so an address that had a port taken has it taken for good: how far
/// that is so from the start is remembered by port, and not looked at again.
struct SharedAddresses {
  private var positions: [PoolPosition] = []
  /// For a port, the index before which every address has it taken.
  private var skipped: [ClaimedPort: Int] = [:]

  /// The first address on which none of the ports is taken.
  mutating func first(
    for ports: [ClaimedPort], isTaken: (ClaimedPort, IPAddress) -> Bool
  ) -> PoolPosition? {
    var index = ports.map { skipped[$0] ?? 0 }.max() ?? 0
    while index < positions.count {
      let taken = ports.filter { isTaken($0, positions[index].address) }
      if taken.isEmpty { return positions[index] }
      for port in taken where (skipped[port] ?? 0) == index { skipped[port] = index + 1 }
      index += 1
    }
    return nil
  }

  mutating func insert(
    _ position: PoolPosition, isTaken: (ClaimedPort) -> Bool
  ) {
    var low = 0
    var high = positions.count
    while low < high {
      let middle = (low + high) / 2
      if positions[middle] < position { low = middle + 1 } else { high = middle }
    }
    if low < positions.count, positions[low] == position { return }
    positions.insert(position, at: low)
    if low == positions.count - 1 { return }
    for (port, count) in skipped where count > low {
      skipped[port] = isTaken(port) ? count + 1 : low
    }
  }
}
