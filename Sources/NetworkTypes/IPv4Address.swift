/// An IPv4 address: 32 bits in host byte order.
package struct IPv4Address: Hashable, Comparable, Sendable {
  package let bits: UInt32

  package init(bits: UInt32) { self.bits = bits }

  /// Reads four decimal parts, each 0…255 without leading zeros: the only form that all programs
  /// read alike (RFC 6943 3.1.1).
  package init(parsing text: String) throws(AddressError) { try self.init(parsing: text.utf8.span) }

  package init(parsing text: Span<UInt8>) throws(AddressError) {
    var bits: UInt32 = 0
    var index = 0
    for octet in 0..<4 {
      if octet > 0 {
        guard index < text.count, text[index] == UInt8(ascii: ".") else { throw .notAnAddress }
        index += 1
      }
      bits = bits << 8 | UInt32(try Self.scanOctet(text, at: &index))
    }
    guard index == text.count else { throw .notAnAddress }
    self.bits = bits
  }

  package static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }

  private static func scanOctet(
    _ text: Span<UInt8>, at index: inout Int
  ) throws(AddressError) -> Int {
    do throws(DecimalError) {
      return try scanDecimal(text, at: &index, limit: 255)
    } catch {
      switch error {
      case .missing: throw .notAnAddress
      case .leadingZero: throw .leadingZero
      case .tooLarge: throw .octetTooLarge
      }
    }
  }
}

extension IPv4Address {
  /// 127.0.0.0/8 (RFC 1122 3.2.1.3).
  package var isLoopback: Bool { bits >> 24 == 127 }
  /// 169.254.0.0/16 (RFC 3927).
  package var isLinkLocal: Bool { bits >> 16 == 0xa9fe }
  /// 224.0.0.0/4 (RFC 5771).
  package var isMulticast: Bool { bits >> 28 == 0xe }
  /// 224.0.0.0/24 (RFC 5771 4).
  package var isLinkLocalMulticast: Bool { bits >> 8 == 0xe00000 }
  /// 0.0.0.0 (RFC 1122 3.2.1.3).
  package var isUnspecified: Bool { bits == 0 }
  /// 255.255.255.255 (RFC 919 7).
  package var isLimitedBroadcast: Bool { bits == .max }
}

extension IPv4Address: ValidatedToken {
  package func append(to bytes: inout [UInt8]) {
    for shift: UInt32 in [24, 16, 8, 0] {
      if shift < 24 { bytes.append(UInt8(ascii: ".")) }
      appendDecimal(bits >> shift & 0xff, to: &bytes)
    }
  }
}
