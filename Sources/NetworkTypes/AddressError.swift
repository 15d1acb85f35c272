/// Why a text is not the address or the prefix it should be.
package enum AddressError: Error, Hashable, Sendable {
  case empty
  /// White space before, behind or inside.
  case whitespace
  case notAnAddress
  /// `010.0.0.1`: some programs read it as octal, so it has no one meaning (RFC 6943 3.1.1).
  case leadingZero
  /// A part of a dotted address beyond 255.
  case octetTooLarge
  /// `::ffff:10.0.0.1`: two spellings of one IPv4 address would pass by each other.
  case ipv4Mapped
  /// `fe80::1%eth0`: a zone has a meaning on one host alone (RFC 4007 11).
  case zoneNotAllowed
  /// A prefix length where a plain address belongs.
  case unexpectedPrefixLength
  case missingPrefixLength
  /// Not a plain decimal number: a sign, a leading zero, a netmask.
  case badPrefixLength
  case prefixLengthTooLong(Int, maximum: Int)
  /// Address bits behind the prefix length; carries the prefix that was probably meant.
  case hostBitsSet(IPPrefix)

  /// What is wrong, lower case, no full stop; reads well behind the value seen and a colon.
  package var message: String {
    switch self {
    case .empty: "empty where an IP address is needed"
    case .whitespace: "an IP address holds no white space"
    case .notAnAddress: "not an IPv4 or IPv6 address"
    case .leadingZero:
      "a part of an IPv4 address has a leading zero, which some tools read as octal"
    case .octetTooLarge: "a part of an IPv4 address is over 255"
    case .ipv4Mapped: "IPv4-mapped IPv6 addresses are ambiguous"
    case .zoneNotAllowed: "an address zone (%) is not allowed here"
    case .unexpectedPrefixLength: "a prefix length is not allowed here"
    case .missingPrefixLength: "the prefix length is missing"
    case .badPrefixLength: "the prefix length is not a plain decimal number"
    case .prefixLengthTooLong(let length, let maximum):
      "prefix length \(length) is over \(maximum)"
    case .hostBitsSet(let prefix):
      "address bits are set behind the prefix length \(prefix.length)"
    }
  }

  /// What to do about it, nil where the message says it all.
  package var help: String? {
    switch self {
    case .leadingZero: "write the part without leading zeros, in decimal"
    case .ipv4Mapped: "write the IPv4 address by itself"
    case .zoneNotAllowed: "leave out the % and what follows"
    case .unexpectedPrefixLength: "leave out the / and what follows"
    case .missingPrefixLength: "add /32 (IPv4) or /128 (IPv6) for a single address"
    case .hostBitsSet(let prefix): "the block is \(prefix)"
    case .empty, .whitespace, .notAnAddress, .octetTooLarge, .badPrefixLength,
      .prefixLengthTooLong:
      nil
    }
  }
}
