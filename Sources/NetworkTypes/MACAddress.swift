/// An Ethernet address of 48 bits.
package struct MACAddress: Hashable, Comparable, Sendable {
  /// The low 48 bits; the first octet on the wire is the highest.
  package let bits: UInt64

  /// Nil beyond 48 bits.
  package init?(bits: UInt64) {
    guard bits >> 48 == 0 else { return nil }
    self.bits = bits
  }

  /// Reads `0a:58:0a:f4:01:02`, either case, two digits an octet; nil for any other text.
  package init?(parsing text: String) { self.init(parsing: text.utf8.span) }

  package init?(parsing text: Span<UInt8>) {
    guard text.count == 17 else { return nil }
    var bits: UInt64 = 0
    for index in 0..<17 {
      if index % 3 == 2 {
        guard text[index] == UInt8(ascii: ":") else { return nil }
      } else {
        guard let digit = text[index].hexValue else { return nil }
        bits = bits << 4 | UInt64(digit)
      }
    }
    self.bits = bits
  }

  private init(locallyAdministered hash: UInt64) {
    // IEEE 802 8.2: in the first octet, bit 1 set = local, bit 0 clear = one station.
    bits = hash & 0xfcff_ffff_ffff | 0x0200_0000_0000
  }

  package var isMulticast: Bool { bits >> 40 & 1 == 1 }
  package var isLocallyAdministered: Bool { bits >> 41 & 1 == 1 }

  package static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }
}

extension MACAddress {
  /// The two octets that CNI's bridge plug-in put before an IPv4 address (its `hwaddr` package).
  private static let podPrefix: UInt64 = 0x0a58

  /// The address of a pod's interface: `0a:58` and the IPv4 address, as CNI's bridge had it, so
  /// it is known without asking; for IPv6 a hash of the address that never begins `0a:58`.
  package static func pod(_ address: IPAddress) -> MACAddress {
    switch address {
    case .ipv4(let address): return MACAddress(known: podPrefix << 32 | UInt64(address.bits))
    case .ipv6(let address):
      var hasher = FNV1a()
      for shift in stride(from: 120, through: 0, by: -8) {
        hasher.combine(UInt8(truncatingIfNeeded: address.bits >> UInt128(shift)))
      }
      let derived = MACAddress(locallyAdministered: hasher.value)
      guard derived.bits >> 32 == podPrefix else { return derived }
      return MACAddress(known: derived.bits ^ 0x0400_0000_0000)
    }
  }

  /// A stable, locally administered address of one station, made from a name.
  package static func derived(from name: String) -> MACAddress {
    MACAddress(locallyAdministered: FNV1a.hash(name))
  }

  private init(known bits: UInt64) { self.bits = bits }
}

extension MACAddress: ValidatedToken {
  package func append(to bytes: inout [UInt8]) {
    for shift: UInt64 in [40, 32, 24, 16, 8, 0] {
      if shift < 40 { bytes.append(UInt8(ascii: ":")) }
      appendHex(bits >> shift, digits: 2, to: &bytes)
    }
  }
}
