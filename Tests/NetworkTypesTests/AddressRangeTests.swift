import NetworkTypes
import Testing

struct AddressRangeTests {
  private func blocks(_ first: String, _ last: String) throws -> [String] {
    try IPPrefix.blocks(from: IPAddress(parsing: first), through: IPAddress(parsing: last))
      .map(\.description)
  }

  @Test func `a range is the fewest blocks that hold it`() throws {
    #expect(
      try blocks("192.0.2.10", "192.0.2.20") == [
        "192.0.2.10/31", "192.0.2.12/30", "192.0.2.16/30", "192.0.2.20/32",
      ])
    #expect(try blocks("10.0.0.0", "10.0.0.255") == ["10.0.0.0/24"])
    #expect(try blocks("10.0.0.7", "10.0.0.7") == ["10.0.0.7/32"])
    #expect(try blocks("0.0.0.0", "255.255.255.255") == ["0.0.0.0/0"])
    #expect(
      try blocks("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff") == ["::/0"])
    #expect(try blocks("2001:db8::1", "2001:db8::2") == ["2001:db8::1/128", "2001:db8::2/128"])
    #expect(try blocks("255.255.255.254", "255.255.255.255") == ["255.255.255.254/31"])
  }

  @Test(arguments: 1...200)
  func `the blocks lie side by side and hold the range`(seed: UInt64) throws {
    let low = UInt128(seed &* 0x9E37_79B9 % 60_000)
    let high = low + UInt128(seed &* 7919 % 5_000)
    let base: UInt128 = 0xC0A8_0000
    let first = IPAddress(family: .ipv4, bits: base + low)
    let last = IPAddress(family: .ipv4, bits: base + high)
    let blocks = IPPrefix.blocks(from: first, through: last)
    #expect(blocks.first?.first == first && blocks.last?.last == last)
    for (left, right) in zip(blocks, blocks.dropFirst()) {
      #expect(left.last.advanced(by: 1) == right.first)
      // Two halves of one block would be one block.
      let joined = IPPrefix(containing: left.first, length: max(0, left.length - 1))
      #expect(!(left.length == right.length && joined.contains(right)))
    }
    #expect(blocks.reduce(0) { $0 + $1.addressCount } == high - low + 1)
  }
}

struct BGPValueTests {
  @Test(arguments: [
    ("0:0", "0:0"), ("64500:1", "64500:1"), ("65535:65535", "65535:65535"),
    ("large:4294967295:0:7", "4294967295:0:7"), ("007:08", "7:8"),
  ])
  func `a community is read and printed`(text: String, printed: String) throws {
    #expect(try #require(BGPCommunity(parsing: text)).description == printed)
  }

  @Test(arguments: [
    "", ":", "1", "1:2:3", "65536:1", "1:65536", "-1:1", "+1:1", " 1:1", "1:1 ", "1:1\n", "1:",
    "large:1:2", "large:1:2:4294967296", "Large:1:2:3", "1:2:3:4", "１:1", "large:1:2:3:4",
    "no-export", "0x1:1", "1:1!exit", "1:1 additive",
  ])
  func `another text is no community`(text: String) {
    #expect(BGPCommunity(parsing: text) == nil)
  }

  @Test(arguments: ["x", "a#b", "a!b", "secret$`'\"\\", String(repeating: "x", count: 80)])
  func `a password of printable characters is one`(text: String) throws {
    let password = try #require(BGPPassword(text))
    var bytes: [UInt8] = []
    password.append(to: &bytes)
    #expect(bytes == Array(text.utf8))
    #expect("\(password)" == "(password)", "a description does not give it away")
  }

  @Test(arguments: [
    "", " ", "two words", "tab\there", "line\n", "\r", "#x", "!x", "é", "\u{7F}", "a\0b", "\u{A0}",
    String(repeating: "x", count: 81), "a\u{2028}b", "１",
  ])
  func `what frr.conf cannot hold is no password`(text: String) {
    #expect(BGPPassword(text) == nil)
    #expect(BGPPassword.problem(in: text).map { !$0.contains("words") } ?? false)
  }
}
