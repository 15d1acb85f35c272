import Testing

@testable import NetworkTypes

/// Zones of reverse names; the table is checked against `dig -x` and CoreDNS' expansion of CIDRs.
struct ReverseZoneTests {
  struct Case: CustomTestStringConvertible {
    let prefix: IPPrefix
    let count: Int
    let first: String
    let last: String
    var testDescription: String { "\(prefix)" }

    init(_ prefix: String, _ count: Int, _ first: String, _ last: String? = nil) {
      self.prefix = Self.parsed(prefix)
      self.count = count
      self.first = first
      self.last = last ?? first
    }

    static func parsed(_ text: String) -> IPPrefix {
      guard let prefix = try? IPPrefix(parsing: text) else { preconditionFailure(text) }
      return prefix
    }
  }

  static let zeros16 = String(repeating: "0.", count: 16)

  @Test(arguments: [
    Case("10.96.0.0/12", 16, "96.10.in-addr.arpa", "111.10.in-addr.arpa"),
    Case("10.244.0.0/16", 1, "244.10.in-addr.arpa"),
    Case("172.16.0.0/15", 2, "16.172.in-addr.arpa", "17.172.in-addr.arpa"),
    Case("10.20.128.0/17", 128, "128.20.10.in-addr.arpa", "255.20.10.in-addr.arpa"),
    Case("192.0.2.128/28", 16, "128.2.0.192.in-addr.arpa", "143.2.0.192.in-addr.arpa"),
    Case("192.0.2.0/25", 128, "0.2.0.192.in-addr.arpa", "127.2.0.192.in-addr.arpa"),
    Case("192.0.2.7/32", 1, "7.2.0.192.in-addr.arpa"),
    Case("10.0.0.0/8", 1, "10.in-addr.arpa"),
    Case("0.0.0.0/0", 1, "in-addr.arpa"),
    Case("fd00:10:96::/112", 1, "\(zeros16)6.9.0.0.0.1.0.0.0.0.d.f.ip6.arpa"),
    Case(
      "fd00:10:96::/108", 1, "\(zeros16.dropFirst(2))6.9.0.0.0.1.0.0.0.0.d.f.ip6.arpa"),
    Case(
      "2001:db8::/63", 2, "0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
      "1.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"),
    Case("fd00::/56", 1, "0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa"),
    Case(
      "fd00::/57", 8, "0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa",
      "7.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa"),
  ])
  func `a range has the zones of the next length that falls on a label`(table: Case) {
    let names = table.prefix.reverseZones.map(\.reverseZoneName)
    #expect(names.count == table.count)
    #expect(names.first == table.first)
    #expect(names.last == table.last)
  }

  @Test func `zones hold the range's addresses and no others`() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<400 {
      let family: IPFamily = Bool.random(using: &random) ? .ipv4 : .ipv6
      let bits = UInt128(random.next()) << 64 | UInt128(random.next())
      let address = IPAddress(family: family, bits: family == .ipv4 ? bits >> 96 : bits)
      let length = Int.random(in: 0...family.addressBits, using: &random)
      let prefix = IPPrefix(containing: address, length: length)
      let zones = prefix.reverseZones
      #expect(zones.first?.first == prefix.first)
      #expect(zones.last?.last == prefix.last)
      #expect(zones == zones.sorted())
      let zone = zones.filter { $0.contains(address) }
      #expect(zone.count == 1, "\(address) of \(prefix)")
      #expect(".\(address.reverseName)".hasSuffix(".\(zone[0].reverseZoneName)"))
      #expect(zones.filter { zone[0].overlaps($0) }.count == 1)
    }
  }

  @Test(arguments: [
    ("10.244.1.5", "10-244-1-5"), ("fd00:10::5", "fd00-10--5"), ("fd00::", "fd00--0"),
    ("2001:db8:1:2:3:4:5:6", "2001-db8-1-2-3-4-5-6"), ("::5", "0--5"), ("::", "0--0"),
  ])
  func `an address makes a label with no hyphen at its ends`(address: String, label: String) throws
  {
    let dashed = DashedAddress(try IPAddress(parsing: address))
    #expect(dashed.description == label)
    #expect(DNSLabel.problem(in: label.utf8.span) == nil)
    #expect(dashed.length <= DashedAddress.maximumLength)
  }

  @Test func `names of DNS are labels of 63 bytes at most, and 253 in all`() {
    let label = String(repeating: "a", count: 63)
    #expect(DNSLimits.isName("a.b-c._tcp"))
    #expect(DNSLimits.isName(label))
    let longest = "\(label).\(label).\(label).\(String(repeating: "a", count: 61))"
    #expect(DNSLimits.isName(longest))
    for bad in [
      "", ".", "a.", ".a", "a..b", label + "a", "-a", "A", "a b", "a\n", "é", "a\\046b", "$a",
      "a;b",
      "*", longest + "a",
    ] { #expect(!DNSLimits.isName(bad), "\(bad)") }
  }
}
