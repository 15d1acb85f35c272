import NetworkTypes

/// Hands out the lowest free address of one prefix.
///
/// IPv4: neither the network's own address nor the broadcast address is ever handed out; IPv6: not
/// the subnet-router anycast address, which is the first (RFC 4291, section 2.6.1).
struct AddressAllocator {
  let prefix: IPPrefix
  private var used: Set<IPAddress> = []
  /// Offsets from the first address. 64 bits: no allocation ever gets through a larger prefix.
  private var cursor: UInt64
  private let lastOffset: UInt64

  /// `reserved`: how many addresses behind the network's own stay free (1: the gateway).
  init(_ prefix: IPPrefix, reserved: UInt64 = 0) {
    self.prefix = prefix
    let last = UInt64(clamping: prefix.addressCount - 1)
    cursor = last > 1 || reserved > 0 ? 1 + reserved : 0
    lastOffset = prefix.family == .ipv4 && last > 1 ? last - 1 : last
  }

  /// Marks an address as taken; false when it was taken before. Addresses outside are ignored.
  @discardableResult
  mutating func claim(_ address: IPAddress) -> Bool {
    guard prefix.contains(address) else { return true }
    return used.insert(address).inserted
  }

  func isFree(_ address: IPAddress) -> Bool {
    prefix.contains(address) && !used.contains(address)
  }

  /// The lowest free address, now taken; nil when the prefix is used up.
  mutating func next() -> IPAddress? {
    while cursor <= lastOffset, let candidate = prefix.address(at: UInt128(cursor)) {
      cursor += 1
      if used.insert(candidate).inserted { return candidate }
    }
    return nil
  }
}
