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
  private let firstOffset: UInt64
  private let lastOffset: UInt64

  /// `reserved`: how many addresses behind the network's own stay free (1: the gateway).
  init(_ prefix: IPPrefix, reserved: UInt64 = 0) {
    self.prefix = prefix
    let last = UInt64(clamping: prefix.addressCount - 1)
    firstOffset = last > 1 || reserved > 0 ? 1 + reserved : 0
    cursor = firstOffset
    lastOffset = prefix.family == .ipv4 && last > 1 ? last - 1 : last
  }

  /// Marks an address as taken. Addresses outside are ignored.
  mutating func claim(_ address: IPAddress) {
    if prefix.contains(address) { used.insert(address) }
  }

  /// Takes an address that an earlier run handed out; false if it is taken, or never would be.
  mutating func reclaim(_ address: IPAddress) -> Bool {
    guard let offset = prefix.position(of: address),
      offset >= UInt128(firstOffset), offset <= UInt128(lastOffset)
    else { return false }
    return used.insert(address).inserted
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
