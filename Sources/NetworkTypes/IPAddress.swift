/// An address of either family; IPv4 sorts before IPv6, then by number.
package enum IPAddress: Hashable, Comparable, Sendable {
  case ipv4(IPv4Address)
  case ipv6(IPv6Address)

  /// Reads either family; see `IPv4Address` and `IPv6Address` for what is accepted.
  package init(parsing text: String) throws(AddressError) { try self.init(parsing: text.utf8.span) }

  package init(parsing text: Span<UInt8>) throws(AddressError) {
    if text.isEmpty { throw .empty }
    for index in text.indices {
      if text[index].isSpace { throw .whitespace }
      if text[index] == UInt8(ascii: "/") { throw .unexpectedPrefixLength }
    }
    if firstIndex(of: UInt8(ascii: ":"), in: text) != nil {
      self = .ipv6(try IPv6Address(parsing: text))
    } else {
      self = .ipv4(try IPv4Address(parsing: text))
    }
  }

  /// Takes bits as `bits` gives them; for IPv4 they must fit in 32.
  package init(family: IPFamily, bits: UInt128) {
    precondition(bits <= family.highestBits, "the bits of an address must fit its family")
    switch family {
    case .ipv4: self = .ipv4(IPv4Address(bits: UInt32(bits)))
    case .ipv6: self = .ipv6(IPv6Address(bits: bits))
    }
  }

  package var family: IPFamily {
    switch self {
    case .ipv4: .ipv4
    case .ipv6: .ipv6
    }
  }

  /// Host byte order; for IPv4 the low 32 bits.
  package var bits: UInt128 {
    switch self {
    case .ipv4(let address): UInt128(address.bits)
    case .ipv6(let address): address.bits
    }
  }

  /// The address `count` further on; nil behind the last address of the family.
  package func advanced(by count: UInt128) -> IPAddress? {
    let (sum, isOver) = bits.addingReportingOverflow(count)
    guard !isOver, sum <= family.highestBits else { return nil }
    return IPAddress(family: family, bits: sum)
  }
}

/// The classes of addresses; the types of the families cite their sources.
extension IPAddress {
  package var isLoopback: Bool {
    switch self {
    case .ipv4(let address): address.isLoopback
    case .ipv6(let address): address.isLoopback
    }
  }

  package var isLinkLocal: Bool {
    switch self {
    case .ipv4(let address): address.isLinkLocal
    case .ipv6(let address): address.isLinkLocal
    }
  }

  package var isMulticast: Bool {
    switch self {
    case .ipv4(let address): address.isMulticast
    case .ipv6(let address): address.isMulticast
    }
  }

  package var isLinkLocalMulticast: Bool {
    switch self {
    case .ipv4(let address): address.isLinkLocalMulticast
    case .ipv6(let address): address.isLinkLocalMulticast
    }
  }

  package var isUnspecified: Bool { bits == 0 }
}

extension IPAddress: ValidatedToken {
  package func append(to bytes: inout [UInt8]) {
    switch self {
    case .ipv4(let address): address.append(to: &bytes)
    case .ipv6(let address): address.append(to: &bytes)
    }
  }

  /// The name of the PTR record, without a final dot: under `in-addr.arpa` (RFC 1035 3.5) or
  /// `ip6.arpa` (RFC 3596 2.5).
  package var reverseName: String {
    var bytes: [UInt8] = []
    appendReverseName(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  package func appendReverseName(to bytes: inout [UInt8]) {
    appendReverseLabels(0..<family.addressBits / family.bitsPerReverseLabel, to: &bytes)
    bytes.append(UInt8(ascii: "."))
    bytes.append(contentsOf: family.reverseDomain.utf8)
  }
}
