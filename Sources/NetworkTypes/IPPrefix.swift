/// A block of addresses that share their first `length` bits; the bits behind are always zero.
package struct IPPrefix: Hashable, Sendable {
  /// The first address of the block.
  package let network: IPAddress
  private let lengthBits: UInt8

  /// Reads `10.0.0.0/8` or `2001:db8::/32`.
  ///
  /// Throws `hostBitsSet` with the block that was probably meant for `10.0.0.5/8`.
  package init(parsing text: String) throws(AddressError) { try self.init(parsing: text.utf8.span) }

  package init(parsing text: Span<UInt8>) throws(AddressError) {
    let written = try InterfaceAddress(parsing: text)
    self = written.prefix
    if network != written.address { throw .hostBitsSet(self) }
  }

  /// The block of that length (0…32 or 0…128) that holds an address.
  package init(containing address: IPAddress, length: Int) {
    let family = address.family
    precondition((0...family.addressBits).contains(length), "the length must fit the family")
    let hostMask = Self.hostMask(family: family, length: length)
    network = IPAddress(family: family, bits: address.bits & ~hostMask)
    lengthBits = UInt8(length)
  }

  /// The block of one address: /32 or /128.
  package init(_ address: IPAddress) {
    network = address
    lengthBits = UInt8(address.family.addressBits)
  }

  /// 0…32 or 0…128.
  package var length: Int { Int(lengthBits) }
  package var family: IPFamily { network.family }
  package var isSingleAddress: Bool { length == family.addressBits }

  package var first: IPAddress { network }
  package var last: IPAddress { IPAddress(family: family, bits: network.bits | hostMask) }

  /// How many addresses the block holds; `UInt128.max` for `::/0`, which holds one more.
  package var addressCount: UInt128 {
    let (count, isOver) = hostMask.addingReportingOverflow(1)
    return isOver ? .max : count
  }

  private var hostMask: UInt128 { Self.hostMask(family: family, length: length) }

  private static func hostMask(family: IPFamily, length: Int) -> UInt128 {
    // The shift is a smart one: by 128 it gives zero.
    family.highestBits & ~(UInt128.max << UInt128(family.addressBits - length))
  }
}

extension IPPrefix {
  package func contains(_ address: IPAddress) -> Bool {
    // For each family of its own: with 32 bits, what is asked for most often is soon told.
    switch (network, address) {
    case (.ipv4(let network), .ipv4(let address)):
      (network.bits ^ address.bits) >> UInt32(32 - length) == 0
    case (.ipv6(let network), .ipv6(let address)):
      (network.bits ^ address.bits) >> UInt128(128 - length) == 0
    default: false
    }
  }

  /// Whether every address of the other block lies in this one; a block contains itself.
  package func contains(_ other: IPPrefix) -> Bool {
    length <= other.length && contains(other.network)
  }

  /// Whether some address lies in both: two blocks are nested or apart, nothing between.
  package func overlaps(_ other: IPPrefix) -> Bool { contains(other) || other.contains(self) }

  /// The address at a position counted from 0; nil behind the last.
  package func address(at position: UInt128) -> IPAddress? {
    guard position <= hostMask else { return nil }
    return IPAddress(family: family, bits: network.bits | position)
  }

  /// The position of an address, counted from 0; nil outside the block.
  package func position(of address: IPAddress) -> UInt128? {
    contains(address) ? address.bits & hostMask : nil
  }

  /// How many blocks of a length (at most `family.addressBits`) this one divides into; 0 when
  /// those are larger, `UInt128.max` for the single addresses of `::/0`.
  package func subprefixCount(length newLength: Int) -> UInt128 {
    precondition(newLength <= family.addressBits, "the length must fit the family")
    guard newLength >= length else { return 0 }
    guard newLength - length < 128 else { return .max }
    return UInt128(1) << UInt128(newLength - length)
  }

  /// The block of a length at a position counted from 0; nil behind the last.
  package func subprefix(length newLength: Int, at position: UInt128) -> IPPrefix? {
    let count = subprefixCount(length: newLength)
    guard position < count || (position == .max && count == .max) else { return nil }
    let offset = position << UInt128(family.addressBits - newLength)
    return IPPrefix(
      containing: IPAddress(family: family, bits: network.bits | offset), length: newLength)
  }
}

extension IPPrefix: Comparable {
  /// By the first address, the larger block first: an enclosing block comes before the enclosed.
  package static func < (left: Self, right: Self) -> Bool {
    (left.network, left.lengthBits) < (right.network, right.lengthBits)
  }
}

extension IPPrefix: ValidatedToken {
  package func append(to bytes: inout [UInt8]) {
    network.append(to: &bytes)
    bytes.append(UInt8(ascii: "/"))
    appendDecimal(length, to: &bytes)
  }
}

extension IPPrefix {
  /// 127.0.0.0/8 (RFC 1122) and ::1/128 (RFC 4291).
  package static func loopback(_ family: IPFamily) -> IPPrefix {
    family == .ipv4
      ? IPPrefix(containing: IPAddress(family: .ipv4, bits: 0x7F00_0000), length: 8)
      : IPPrefix(IPAddress(family: .ipv6, bits: 1))
  }
}
