import NetworkTypes
import Testing

/// Slow and plain re-tellings of the RFCs, to judge the fast code by.
private enum AddressOracle {
  /// RFC 5952 by trying every `::` that is allowed and taking the shortest, leftmost.
  static func printed(_ bits: UInt128) -> String {
    let groups = (0..<8).map { String((bits >> UInt128(112 - 16 * $0)) & 0xffff, radix: 16) }
    var candidates: [(zeros: Int, text: String)] = [(1, groups.joined(separator: ":"))]
    for start in 0..<8 {
      for end in start + 2..<10 where end <= 8 {
        guard groups[start..<end].allSatisfy({ $0 == "0" }) else { continue }
        let text =
          groups[..<start].joined(separator: ":") + "::" + groups[end...].joined(separator: ":")
        candidates.append((end - start, text))
      }
    }
    let longest = candidates.map(\.zeros).max()
    return candidates.first { $0.zeros == longest }?.text ?? ""
  }

  static func parsed(_ text: String) -> IPAddress? {
    text.contains(":") ? parsed6(text).map { IPAddress(family: .ipv6, bits: $0) } : parsed4(text)
  }

  private static func parsed4(_ text: String) -> IPAddress? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let numbers = parts.compactMap { UInt8($0) }
    guard parts.count == 4, numbers.map(String.init) == parts else { return nil }
    return IPAddress(family: .ipv4, bits: numbers.reduce(0) { $0 << 8 | UInt128($1) })
  }

  private static func parsed6(_ text: String) -> UInt128? {
    let halves = text.split(separator: "::", omittingEmptySubsequences: false).map(String.init)
    guard halves.count <= 2, !text.contains(":::") else { return nil }
    guard let head = groups(halves[0], isLast: halves.count == 1) else { return nil }
    var all = head
    if halves.count == 2 {
      guard let tail = groups(halves[1], isLast: true), head.count + tail.count < 8 else {
        return nil
      }
      all += Array(repeating: 0, count: 8 - head.count - tail.count) + tail
    }
    guard all.count == 8 else { return nil }
    let bits = all.reduce(UInt128(0)) { $0 << 16 | UInt128($1) }
    return bits >> 32 == 0xffff ? nil : bits
  }

  private static func groups(_ text: String, isLast: Bool) -> [UInt16]? {
    if text.isEmpty { return [] }
    var groups: [UInt16] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    for (index, part) in parts.enumerated() {
      if isLast, index == parts.count - 1, part.contains(".") {
        guard let tail = parsed4(part) else { return nil }
        groups += [UInt16(tail.bits >> 16), UInt16(tail.bits & 0xffff)]
        continue
      }
      let isHex = part.allSatisfy { $0.isASCII && $0.isHexDigit }
      guard isHex, (1...4).contains(part.count), let group = UInt16(part, radix: 16) else {
        return nil
      }
      groups.append(group)
    }
    return groups
  }
}

@Suite struct AddressOracleTests {
  @Test(arguments: Seeds.all)
  func `printing IPv6 agrees with a search over all spellings`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      // Groups that are mostly zero, so that runs compete.
      let bits = (0..<8).reduce(UInt128(0)) { bits, _ in
        bits << 16 | UInt128([0, 0, 0, 1, 0x10, 0xfff, 0xabcd].randomElement(using: &random) ?? 0)
      }
      let address = IPv6Address(bits: bits)
      guard !address.isIPv4Mapped else { continue }
      try #require(address.description == AddressOracle.printed(bits), "seed \(seed)")
    }
  }

  @Test(arguments: Seeds.all)
  func `what is printed parses to the same address`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      let family: IPFamily = Bool.random(using: &random) ? .ipv4 : .ipv6
      let address = IPAddress(family: family, bits: random.bits(of: family.addressBits))
      if case .ipv6(let wide) = address, wide.isIPv4Mapped { continue }
      let text = address.description
      try #require(try IPAddress(parsing: text) == address, "seed \(seed): \(text)")
      try #require(try IPAddress(parsing: text.utf8.span) == address, "seed \(seed): \(text)")
    }
  }

  @Test(arguments: Seeds.all)
  func `the parser takes exactly the texts that the oracle takes`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let pieces = [":", "::", ".", "0", "1", "00", "255", "256", "f", "ffff", "1.2.3.4", "g", "a:b"]
    for round in 0..<20_000 {
      var text = ""
      if round % 2 == 0 {
        for _ in 0..<Int.random(in: 1...9, using: &random) {
          text += pieces.randomElement(using: &random) ?? ""
        }
      } else {
        text = mutated(AddressOracle.printed(random.bits(of: 128)), using: &random)
      }
      let parsed = try? IPAddress(parsing: text)
      try #require(parsed == AddressOracle.parsed(text), "seed \(seed): \(text.debugDescription)")
    }
  }

  /// Deletes, doubles or replaces one character.
  private func mutated(_ text: String, using random: inout SeededGenerator) -> String {
    var characters = Array(text)
    let index = characters.indices.randomElement(using: &random) ?? 0
    switch Int.random(in: 0..<4, using: &random) {
    case 0: characters.remove(at: index)
    case 1: characters.insert(characters[index], at: index)
    case 2: characters[index] = Array(":.0f/%").randomElement(using: &random) ?? ":"
    default: break
    }
    return String(characters)
  }
}
