import NetworkTypes
import Testing

@Suite struct PrefixTableTests {
  private func table(_ texts: [String]) throws -> PrefixTable<Int> {
    PrefixTable(try texts.enumerated().map { (try IPPrefix(parsing: $1), $0) })
  }

  @Test func `the longest prefix wins and its parents catch the rest`() throws {
    let table = try table(["10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "::/0", "10.1.2.3/32"])
    for (text, value) in [
      ("10.1.2.3", 4), ("10.1.2.4", 2), ("10.1.3.0", 1), ("10.2.0.0", 0), ("10.255.255.255", 0),
      ("fe80::1", 3),
    ] {
      #expect(try table.longestMatch(for: IPAddress(parsing: text))?.value == value, "\(text)")
    }
    #expect(try table.longestMatch(for: IPAddress(parsing: "11.0.0.0")) == nil)
    #expect(try table.longestMatch(for: IPAddress(parsing: "9.255.255.255")) == nil)
  }

  @Test func `an exact prefix is found, another length is not`() throws {
    let table = try table(["10.0.0.0/8", "10.0.0.0/16", "10.0.0.0/8"])
    #expect(table.count == 2)
    #expect(try table[IPPrefix(parsing: "10.0.0.0/8")] == 0)
    #expect(try table[IPPrefix(parsing: "10.0.0.0/16")] == 1)
    #expect(try table[IPPrefix(parsing: "10.0.0.0/12")] == nil)
    #expect(try table.longestMatch(for: IPPrefix(parsing: "10.0.0.0/12"))?.value == 0)
  }

  @Test func `an empty table matches nothing`() throws {
    #expect(try table([]).longestMatch(for: IPAddress(parsing: "::1")) == nil)
  }

  @Test(arguments: Seeds.all)
  func `lookup agrees with a scan over all prefixes`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<100 {
      // Few distinct bits, so that prefixes nest.
      let pairs = (0..<Int.random(in: 0...30, using: &random)).map { value in
        let bits = UInt128.random(in: 0...255, using: &random) << 24
        let address = IPAddress(family: .ipv4, bits: bits)
        let length = Int.random(in: 0...9, using: &random)
        return (prefix: IPPrefix(containing: address, length: length), value: value)
      }
      let table = PrefixTable(pairs)
      for high in 0..<UInt128(256) {
        let address = IPAddress(family: .ipv4, bits: high << 24 | 5)
        let matches = pairs.filter { $0.prefix.contains(address) }
        let longest = matches.map(\.prefix.length).max()
        let expected = matches.first { $0.prefix.length == longest }?.value
        try #require(table.longestMatch(for: address)?.value == expected, "seed \(seed)")
      }
    }
  }
}
