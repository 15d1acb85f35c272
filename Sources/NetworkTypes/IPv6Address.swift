/// An IPv6 address: 128 bits in host byte order.
///
/// Stored as two halves: Swift 6.3.1 without optimisation puts a struct that holds a `UInt128` at
/// addresses that are a multiple of 8 only and then traps on them (swiftlang/swift#91204 is of the
/// same kind). It also makes `IPPrefix` 24 bytes instead of 32.
package struct IPv6Address: Hashable, Comparable, Sendable {
  private let high: UInt64
  private let low: UInt64

  package init(bits: UInt128) {
    high = UInt64(truncatingIfNeeded: bits >> 64)
    low = UInt64(truncatingIfNeeded: bits)
  }

  package var bits: UInt128 { UInt128(high) << 64 | UInt128(low) }

  /// Reads the forms of RFC 4291 2.2, with `::` for at least one group of zeros and an optional
  /// dotted tail.
  ///
  /// Throws `zoneNotAllowed` for `%zone` and `ipv4Mapped` for ::ffff:0:0/96 in any spelling.
  package init(parsing text: String) throws(AddressError) { try self.init(parsing: text.utf8.span) }

  package init(parsing text: Span<UInt8>) throws(AddressError) {
    if firstIndex(of: UInt8(ascii: "%"), in: text) != nil { throw .zoneNotAllowed }
    var groups = IPv6Groups()
    try groups.scan(text)
    self.init(bits: try groups.assembled())
    if isIPv4Mapped { throw .ipv4Mapped }
  }

  package static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }
}

extension IPv6Address {
  /// ::1 (RFC 4291 2.5.3).
  package var isLoopback: Bool { bits == 1 }
  /// fe80::/10 (RFC 4291 2.5.6).
  package var isLinkLocal: Bool { bits >> 118 == 0x3fa }
  /// ff00::/8 (RFC 4291 2.7).
  package var isMulticast: Bool { bits >> 120 == 0xff }
  /// ff00::/8 with the scope 2, whatever the flags (RFC 4291 2.7).
  package var isLinkLocalMulticast: Bool { isMulticast && bits >> 112 & 0xf == 2 }
  /// :: (RFC 4291 2.5.2).
  package var isUnspecified: Bool { bits == 0 }
  /// ::ffff:0:0/96 (RFC 4291 2.5.5.2); never the result of parsing.
  package var isIPv4Mapped: Bool { bits >> 32 == 0xffff }
}

extension IPv6Address: ValidatedToken {
  /// The form of RFC 5952: lower case, no leading zeros, `::` for the first of the longest runs
  /// of at least two zero groups, a dotted tail for mapped addresses alone.
  package func append(to bytes: inout [UInt8]) {
    if isIPv4Mapped {
      bytes.append(contentsOf: "::ffff:".utf8)
      return IPv4Address(bits: UInt32(truncatingIfNeeded: bits)).append(to: &bytes)
    }
    let gap = longestZeroRun
    var index = 0
    while index < 8 {
      if index == gap.lowerBound, gap.count >= 2 {
        bytes.append(contentsOf: "::".utf8)
        index = gap.upperBound
        continue
      }
      if index > 0, !(gap.count >= 2 && index == gap.upperBound) { bytes.append(UInt8(ascii: ":")) }
      appendGroup(group(index), to: &bytes)
      index += 1
    }
  }

  /// The group at an index 0…7, from the left.
  private func group(_ index: Int) -> UInt16 {
    UInt16(truncatingIfNeeded: bits >> UInt128(112 - 16 * index))
  }

  private var longestZeroRun: Range<Int> {
    var longest = 0..<0
    var start = 0
    for index in 0..<8 {
      if group(index) != 0 {
        start = index + 1
      } else if index + 1 - start > longest.count {
        longest = start..<index + 1
      }
    }
    return longest
  }

  private func appendGroup(_ group: UInt16, to bytes: inout [UInt8]) {
    let digits = max(1, (19 - group.leadingZeroBitCount) / 4)
    appendHex(UInt64(group), digits: digits, to: &bytes)
  }
}

/// The 16-bit groups of an IPv6 address while it is read.
private struct IPv6Groups {
  /// The groups read so far, the last one lowest.
  private var bits: UInt128 = 0
  private var count = 0
  /// How many groups stand before the `::`.
  private var countBeforeGap: Int?

  mutating func scan(_ text: Span<UInt8>) throws(AddressError) {
    let colon = UInt8(ascii: ":")
    var index = 0
    if text.count >= 2, text[0] == colon, text[1] == colon {
      countBeforeGap = 0
      index = 2
    }
    while index < text.count || countBeforeGap != count {
      if try scanGroup(text, at: &index) { return }
      guard index < text.count else { return }
      guard text[index] == colon else { throw .notAnAddress }
      index += 1
      if index < text.count, text[index] == colon {
        guard countBeforeGap == nil else { throw .notAnAddress }
        countBeforeGap = count
        index += 1
      }
    }
  }

  /// Reads one group; true behind a dotted tail, which ends the address.
  private mutating func scanGroup(
    _ text: Span<UInt8>, at index: inout Int
  ) throws(AddressError) -> Bool {
    let start = index
    var value: UInt16 = 0
    while index < text.count, let digit = text[index].hexValue {
      guard index - start < 4 else { throw .notAnAddress }
      value = value << 4 | UInt16(digit)
      index += 1
    }
    if index > start, index < text.count, text[index] == UInt8(ascii: ".") {
      let tail = try IPv4Address(parsing: text.extracting(start..<text.count))
      try append(UInt16(tail.bits >> 16))
      try append(UInt16(tail.bits & 0xffff))
      return true
    }
    guard index > start else { throw .notAnAddress }
    try append(value)
    return false
  }

  private mutating func append(_ group: UInt16) throws(AddressError) {
    guard count < 8 else { throw .notAnAddress }
    bits = bits << 16 | UInt128(group)
    count += 1
  }

  func assembled() throws(AddressError) -> UInt128 {
    guard let countBeforeGap else {
      guard count == 8 else { throw .notAnAddress }
      return bits
    }
    guard count < 8 else { throw .notAnAddress }
    let tailBits = UInt128(16 * (count - countBeforeGap))
    let tail = bits & (UInt128(1) << tailBits - 1)
    return (bits >> tailBits) << UInt128(16 * (8 - countBeforeGap)) | tail
  }
}
