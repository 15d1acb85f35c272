import NetworkTypes
import Testing

@Suite struct IPPrefixTests {
  @Test(arguments: [
    "0.0.0.0/0", "::/0", "10.0.0.0/8", "10.0.0.1/32", "192.168.0.0/31", "2001:db8::/32", "::1/128",
    "fd00:10:244::/56",
  ])
  func `a legal prefix prints as it was written`(text: String) throws {
    #expect(try IPPrefix(parsing: text).description == text)
  }

  @Test(arguments: [
    ("10.1.2.3/8", "10.0.0.0/8"), ("2001:db8::1/64", "2001:db8::/64"), ("0.0.0.1/0", "0.0.0.0/0"),
    ("255.255.255.255/31", "255.255.255.254/31"), ("1::/0", "::/0"),
  ])
  func `host bits are refused with the block that was meant`(text: String, meant: String) throws {
    let corrected = try IPPrefix(parsing: meant)
    #expect(throws: AddressError.hostBitsSet(corrected)) { try IPPrefix(parsing: text) }
  }

  @Test(
    arguments: [
      ("", .empty), ("/", .empty), ("/8", .empty),
      ("10.0.0.0", .missingPrefixLength), ("10.0.0.0/", .missingPrefixLength),
      ("10.0.0/8", .notAnAddress), ("10.0.0.256", .octetTooLarge),
      ("10.0.0.0/08", .badPrefixLength), ("10.0.0.0/+8", .badPrefixLength),
      ("10.0.0.0/-1", .badPrefixLength), ("10.0.0.0/8 ", .badPrefixLength),
      ("10.0.0.0/0x8", .badPrefixLength), ("10.0.0.0/8/8", .badPrefixLength),
      ("10.0.0.0/255.0.0.0", .badPrefixLength), ("10.0.0.0/8,10.1.0.0/16", .badPrefixLength),
      ("10.0.0.0/8 -j ACCEPT", .badPrefixLength), ("10.0.0.0/٨", .badPrefixLength),
      ("10.0.0.0/33", .prefixLengthTooLong(33, maximum: 32)),
      ("2001:db8::/129", .prefixLengthTooLong(129, maximum: 128)),
      ("10.0.0.0/99999999999999999999", .badPrefixLength), (" 10.0.0.0/8", .whitespace),
      ("::ffff:10.0.0.0/104", .ipv4Mapped), ("fe80::%eth0/10", .zoneNotAllowed),
      ("010.0.0.0/8", .leadingZero), ("10.0.0.0\n/8", .whitespace),
    ] as [(String, AddressError)])
  func `an illegal prefix is refused for its own reason`(text: String, reason: AddressError) {
    #expect(throws: reason) {
      try IPPrefix(parsing: text)
    }
  }

  @Test(arguments: Seeds.all)
  func `containment agrees with a comparison bit by bit`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<3_000 {
      let family: IPFamily = Bool.random(using: &random) ? .ipv4 : .ipv6
      let width = family.addressBits
      let base = random.bits(of: width)
      let left = IPPrefix(
        containing: IPAddress(family: family, bits: base),
        length: Int.random(in: 0...width, using: &random))
      // A neighbour that differs in one bit at most.
      let flipped = base ^ (UInt128(1) << UInt128(Int.random(in: 0..<width, using: &random)))
      let address = IPAddress(family: family, bits: Bool.random(using: &random) ? flipped : base)
      let right = IPPrefix(
        containing: address, length: Int.random(in: 0...width, using: &random))
      let isInside = sharedBits(left.network, address) >= left.length
      try #require(left.contains(address) == isInside, "seed \(seed): \(left) \(address)")
      let isNested = right.length >= left.length && left.contains(right.first)
      try #require(left.contains(right) == isNested, "seed \(seed): \(left) \(right)")
      let meets = left.first <= right.last && right.first <= left.last
      try #require(left.overlaps(right) == meets, "seed \(seed): \(left) \(right)")
    }
  }

  /// How many leading bits two addresses of one family have in common, counted one by one.
  private func sharedBits(_ left: IPAddress, _ right: IPAddress) -> Int {
    let width = left.family.addressBits
    var count = 0
    while count < width {
      let shift = UInt128(width - 1 - count)
      if left.bits >> shift & 1 != right.bits >> shift & 1 { break }
      count += 1
    }
    return count
  }

  @Test(arguments: Seeds.all)
  func `a prefix knows its ends, its size and its addresses`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      let family: IPFamily = Bool.random(using: &random) ? .ipv4 : .ipv6
      let prefix = IPPrefix(
        containing: IPAddress(family: family, bits: random.bits(of: family.addressBits)),
        length: Int.random(in: 0...family.addressBits, using: &random))
      try #require(prefix.contains(prefix.first) && prefix.contains(prefix.last))
      try #require(prefix.last.advanced(by: 1).map(prefix.contains) != true)
      let lastPosition = prefix.last.bits - prefix.first.bits
      try #require(prefix.address(at: 0) == prefix.first)
      try #require(prefix.address(at: lastPosition) == prefix.last)
      if lastPosition < .max {
        try #require(prefix.address(at: lastPosition + 1) == nil)
        try #require(prefix.addressCount == lastPosition + 1)
      }
      try #require(prefix.position(of: prefix.last) == lastPosition)
      try #require(try prefix.family == .ipv6 || IPPrefix(parsing: prefix.description) == prefix)
    }
  }

  @Test func `the whole of IPv6 counts as the highest number`() throws {
    let all = try IPPrefix(parsing: "::/0")
    #expect(all.addressCount == .max)
    #expect(all.subprefixCount(length: 128) == .max)
    #expect(all.subprefix(length: 128, at: .max)?.first == all.last)
    #expect(all.contains(all.last))
    #expect(try IPPrefix(parsing: "0.0.0.0/0").addressCount == 1 << 32)
  }

  @Test func `families never contain each other`() throws {
    let all4 = try IPPrefix(parsing: "0.0.0.0/0")
    let all6 = try IPPrefix(parsing: "::/0")
    #expect(!all4.overlaps(all6))
    #expect(!all6.contains(try IPAddress(parsing: "10.0.0.1")))
    #expect(all4 < all6)
  }

  @Test func `a block divides into subprefixes in order`() throws {
    let block = try IPPrefix(parsing: "10.244.0.0/16")
    #expect(block.subprefixCount(length: 24) == 256)
    #expect(block.subprefix(length: 24, at: 0)?.description == "10.244.0.0/24")
    #expect(block.subprefix(length: 24, at: 255)?.description == "10.244.255.0/24")
    #expect(block.subprefix(length: 24, at: 256) == nil)
    #expect(block.subprefix(length: 16, at: 0) == block)
    #expect(block.subprefix(length: 8, at: 0) == nil)
    #expect(block.subprefixCount(length: 8) == 0)
    let wide = try IPPrefix(parsing: "fd00::/56")
    #expect(wide.subprefix(length: 64, at: 0x2a)?.description == "fd00:0:0:2a::/64")
  }

  @Test func `an enclosing block sorts before the enclosed`() throws {
    let texts = ["10.0.0.0/8", "10.0.0.0/16", "10.0.0.0/24", "10.0.1.0/24", "11.0.0.0/8", "::/0"]
    let prefixes = try texts.map { try IPPrefix(parsing: $0) }
    #expect(prefixes.reversed().sorted() == prefixes)
  }

  @Test func `an interface address keeps its host bits`() throws {
    let address = try InterfaceAddress(parsing: "10.0.0.5/24")
    #expect(address.description == "10.0.0.5/24")
    #expect(address.prefix.description == "10.0.0.0/24")
    #expect(address.address.description == "10.0.0.5")
    #expect(throws: AddressError.missingPrefixLength) { try InterfaceAddress(parsing: "10.0.0.5") }
  }
}
