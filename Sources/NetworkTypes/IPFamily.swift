/// The two families of IP addresses; IPv4 comes first.
package enum IPFamily: UInt8, CaseIterable, Comparable, Sendable {
  case ipv4 = 4
  case ipv6 = 6

  /// 32 or 128.
  package var addressBits: Int {
    switch self {
    case .ipv4: 32
    case .ipv6: 128
    }
  }

  /// As Kubernetes spells it: `IPv4`, `IPv6`.
  package var name: String {
    switch self {
    case .ipv4: "IPv4"
    case .ipv6: "IPv6"
    }
  }

  /// The highest value that the bits of an address can have.
  var highestBits: UInt128 { UInt128.max >> UInt128(128 - addressBits) }

  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension IPFamily: ValidatedToken {
  package func append(to bytes: inout [UInt8]) { bytes.append(contentsOf: name.utf8) }
}
