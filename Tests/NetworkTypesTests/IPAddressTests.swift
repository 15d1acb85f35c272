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
    Refused(":1::", .notAnAddress), Refused("1::2:", .notAnAddress), Refused("1::2::3", .notAnAddress),
    Refused("12345::", .notAnAddress), Refused("g::", .notAnAddress), Refused("[::1]", .notAnAddress),
    Refused("1:2:3:4:5:6:7", .notAnAddress), Refused("1:2:3:4:5:6:7:8:9", .notAnAddress),
    Refused("1:2:3:4::5:6:7:8", .notAnAddress), Refused("::1:2:3:4:5:6:7:8", .notAnAddress),
    Refused("1:2:3:4:5:6:7:1.2.3.4", .notAnAddress), Refused("::1.2.3", .notAnAddress),
    Refused("::01.2.3.4", .leadingZero), Refused("::1.2.3.4:5", .notAnAddress),
    Refused("::1.2.3.300", .octetTooLarge), Refused("10.0.0.1:80", .notAnAddress),
  ])
  fileprivate func `an illegal address is refused for its own reason`(_ row: Refused) {
    #expect(throws: row.reason) { try IPAddress(parsing: row.text) }
  }
}
