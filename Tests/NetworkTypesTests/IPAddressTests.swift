import NetworkTypes
import Testing

/// A text and what it must print as.
private struct Accepted: Sendable, CustomTestStringConvertible {
  let text: String
  let printed: String
  init(_ text: String, _ printed: String? = nil) {
    self.text = text
    self.printed = printed ?? text
  }
  var testDescription: String { text }
}

/// A text and why it is refused.
private struct Refused: Sendable, CustomTestStringConvertible {
  let text: String
  let reason: AddressError
  init(_ text: String, _ reason: AddressError) {
    self.text = text
    self.reason = reason
  }
  var testDescription: String { text.debugDescription }
}

@Suite struct IPAddressTests {
  @Test(arguments: [
    Accepted("0.0.0.0"), Accepted("255.255.255.255"), Accepted("10.244.1.9"), Accepted("::"),
    Accepted("::1"), Accepted("1::"), Accepted("2001:DB8::00a0", "2001:db8::a0"),
    Accepted("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
    Accepted("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
    Accepted("2001:db8:0:1:1:1:1:1"), Accepted("2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
    Accepted("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), Accepted("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
    Accepted("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
    Accepted("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
    Accepted("::1.2.3.4", "::102:304"), Accepted("0:0:0:0:0:0:0:0", "::"),
    Accepted("0:0:0:0:0:0:0:1", "::1"), Accepted("1:0:0:0:0:0:0:0", "1::"),
    Accepted("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
  ])
  fileprivate func `a legal address prints in its one canonical form`(_ row: Accepted) throws {
    let address = try IPAddress(parsing: row.text)
    #expect(address.description == row.printed)
    #expect(try IPAddress(parsing: row.printed) == address)
  }

  @Test(arguments: [
    Refused("", .empty), Refused(" 10.0.0.1", .whitespace), Refused("10.0.0.1\n", .whitespace),
    Refused("10.0.0.1 -j ACCEPT", .whitespace), Refused("::1\t", .whitespace),
    Refused("10.0.0", .notAnAddress), Refused("10.0.0.0.1", .notAnAddress),
    Refused("10.0.0.", .notAnAddress), Refused(".10.0.0.1", .notAnAddress),
    Refused("10..0.1", .notAnAddress), Refused("167772161", .octetTooLarge),
    Refused("0x0a.0.0.1", .notAnAddress), Refused("+1.2.3.4", .notAnAddress),
    Refused("-1.2.3.4", .notAnAddress), Refused("1.2.3.4;reboot", .notAnAddress),
    Refused("१.2.3.4", .notAnAddress), Refused("10.0.0.1\0", .notAnAddress),
    Refused("10.0.0.256", .octetTooLarge), Refused("10.0.0.99999999999999999999", .octetTooLarge),
    Refused("010.0.0.1", .leadingZero), Refused("10.00.0.1", .leadingZero),
    Refused("10.0.0.1/8", .unexpectedPrefixLength), Refused("::1/128", .unexpectedPrefixLength),
    Refused("::ffff:10.0.0.1", .ipv4Mapped), Refused("::FFFF:a00:1", .ipv4Mapped),
    Refused("0:0:0:0:0:ffff:10.0.0.1", .ipv4Mapped), Refused("fe80::1%eth0", .zoneNotAllowed),
    Refused("::1%", .zoneNotAllowed), Refused(":", .notAnAddress), Refused(":::", .notAnAddress),
    Refused(":1::", .notAnAddress), Refused("1::2:", .notAnAddress),
    Refused("1::2::3", .notAnAddress),
    Refused("12345::", .notAnAddress), Refused("g::", .notAnAddress),
    Refused("[::1]", .notAnAddress),
    Refused("1:2:3:4:5:6:7", .notAnAddress), Refused("1:2:3:4:5:6:7:8:9", .notAnAddress),
    Refused("1:2:3:4::5:6:7:8", .notAnAddress), Refused("::1:2:3:4:5:6:7:8", .notAnAddress),
    Refused("1:2:3:4:5:6:7:1.2.3.4", .notAnAddress), Refused("::1.2.3", .notAnAddress),
    Refused("::01.2.3.4", .leadingZero), Refused("::1.2.3.4:5", .notAnAddress),
    Refused("::1.2.3.300", .octetTooLarge), Refused("10.0.0.1:80", .notAnAddress),
  ])
  fileprivate func `an illegal address is refused for its own reason`(_ row: Refused) {
    #expect(throws: row.reason) { try IPAddress(parsing: row.text) }
  }

  @Test func `IPv4 sorts before IPv6 and then by number`() throws {
    let texts = [
      "0.0.0.0", "9.255.0.0", "10.0.0.0", "255.255.255.255", "::", "::2", "::10", "ff::",
    ]
    let addresses = try texts.map { try IPAddress(parsing: $0) }
    #expect(addresses.reversed().sorted() == addresses)
  }

  @Test func `advancing stops at the end of the family`() throws {
    let last4 = try IPAddress(parsing: "255.255.255.254")
    #expect(last4.advanced(by: 1)?.description == "255.255.255.255")
    #expect(last4.advanced(by: 2) == nil)
    #expect(last4.advanced(by: .max) == nil)
    let last6 = try IPAddress(parsing: "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe")
    #expect(last6.advanced(by: 1) != nil)
    #expect(last6.advanced(by: 2) == nil)
    #expect(try IPAddress(parsing: "::").advanced(by: .max) == last6.advanced(by: 1))
  }

  @Test(arguments: [
    ("10.244.1.9", "9.1.244.10.in-addr.arpa"), ("0.0.0.0", "0.0.0.0.in-addr.arpa"),
    (
      "2001:db8::567:89ab",
      "b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"
    ),
  ])
  func `the reverse name reads from the last digit to the first`(
    text: String, name: String
  ) throws {
    #expect(try IPAddress(parsing: text).reverseName == name)
  }

  @Test(arguments: [
    ("126.255.255.255", ""), ("127.0.0.0", "loopback"), ("127.255.255.255", "loopback"),
    ("128.0.0.0", ""), ("169.253.255.255", ""), ("169.254.0.0", "link"), ("169.255.0.0", ""),
    ("223.255.255.255", ""), ("224.0.0.255", "multicast linkmulticast"),
    ("224.0.1.0", "multicast"), ("239.255.255.255", "multicast"), ("240.0.0.0", ""),
    ("0.0.0.0", "unspecified"), ("0.0.0.1", ""), ("::", "unspecified"), ("::1", "loopback"),
    ("::2", ""), ("fe7f:ffff::", ""), ("fe80::", "link"), ("febf:ffff::", "link"), ("fec0::", ""),
    ("feff::", ""), ("ff02::1", "multicast linkmulticast"),
    ("ff12::1", "multicast linkmulticast"), ("ff05::1", "multicast"), ("::7f00:1", ""),
  ])
  func `classes of addresses begin and end where their RFC says`(
    text: String, expected: String
  ) throws {
    let address = try IPAddress(parsing: text)
    let found = [
      address.isLoopback ? "loopback" : nil, address.isLinkLocal ? "link" : nil,
      address.isMulticast ? "multicast" : nil,
      address.isLinkLocalMulticast ? "linkmulticast" : nil,
      address.isUnspecified ? "unspecified" : nil,
    ]
    #expect(found.compactMap(\.self).joined(separator: " ") == expected)
  }

  @Test func `a mapped address that was computed prints with a dotted tail`() {
    #expect(IPv6Address(bits: 0xffff_0a00_0001).description == "::ffff:10.0.0.1")
  }

  @Test func `every reason has a message of its own`() throws {
    let prefix = try IPPrefix(parsing: "10.0.0.0/8")
    let reasons: [AddressError] = [
      .empty, .whitespace, .notAnAddress, .leadingZero, .octetTooLarge, .ipv4Mapped,
      .zoneNotAllowed, .unexpectedPrefixLength, .missingPrefixLength, .badPrefixLength,
      .prefixLengthTooLong(33, maximum: 32), .hostBitsSet(prefix),
    ]
    #expect(Set(reasons.map(\.message)).count == reasons.count)
    for reason in reasons {
      #expect(!reason.message.hasSuffix("."))
      #expect(reason.help?.isEmpty != true)
    }
  }
}
