import NetworkTypes

/// Hands out the lowest free address of one prefix.
///
/// IPv4: neither the network's own address nor the broadcast address is ever handed out; IPv6: not
/// the subnet-router anycast address, which is the first (RFC 4291, section 2.6.1).
struct AddressAllocator {
  let prefix: IPPrefix
  private var used: Set<UInt128> = []
  private var cursor: UInt128
  private let lastOffset: UInt128

  /// `reserved`: how many addresses behind the network's own stay free (1: the gateway).
  init(_ prefix: IPPrefix, reserved: UInt128 = 0) {
    self.prefix = prefix
    let count = prefix.addressCount
    cursor = count > 2 ? 1 + reserved : 0
    let broadcast: UInt128 = prefix.family == .ipv4 && count > 2 ? 1 : 0
    lastOffset = count - 1 - broadcast
  }

  /// Marks an address as taken; false when it was taken before. Addresses outside are ignored.
  @discardableResult
  mutating func claim(_ address: IPAddress) -> Bool {
    guard prefix.contains(address) else { return true }
    return used.insert(address.bits).inserted
  }

  func isFree(_ address: IPAddress) -> Bool {
    prefix.contains(address) && !used.contains(address.bits)
  }

  /// The lowest free address, now taken; nil when the prefix is used up.
  mutating func next() -> IPAddress? {
    while cursor <= lastOffset, let candidate = prefix.address(at: cursor) {
      cursor += 1
      if used.insert(candidate.bits).inserted { return candidate }
    }
    return nil
  }
}
