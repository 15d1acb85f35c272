/// A BGP community: two 16-bit numbers (RFC 1997), or three of 32 bits (large, RFC 8092).
package enum BGPCommunity: Hashable, Comparable, Sendable {
  case standard(UInt16, UInt16)
  case large(UInt32, UInt32, UInt32)
}

extension BGPCommunity: ValidatedToken {
  /// `64500:1`, and `64500:1:2` of a large one, as FRR writes them.
  package func append(to bytes: inout [UInt8]) {
    let parts: [Int]
    switch self {
    case .standard(let high, let low): parts = [Int(high), Int(low)]
    case .large(let global, let first, let second):
      parts = [Int(global), Int(first), Int(second)]
    }
    for (position, part) in parts.enumerated() {
      if position > 0 { bytes.append(UInt8(ascii: ":")) }
      appendDecimal(part, to: &bytes)
    }
  }
}

extension BGPCommunity {
  /// Reads `64500:1` or `large:64500:1:2`: plain decimal numbers without signs, as MetalLB takes
  /// them (internal/bgp/community). Nil for any other text.
  package init?(parsing text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    switch parts.count {
    case 2:
      guard let high: UInt16 = Self.number(parts[0]), let low: UInt16 = Self.number(parts[1])
      else { return nil }
      self = .standard(high, low)
    case 4:
      guard String(parts[0]) == "large", let global: UInt32 = Self.number(parts[1]),
        let first: UInt32 = Self.number(parts[2]), let second: UInt32 = Self.number(parts[3])
      else { return nil }
      self = .large(global, first, second)
    default: return nil
    }
  }

  private static func number<Number: FixedWidthInteger>(_ text: Substring.UTF8View) -> Number? {
    guard !text.isEmpty, text.allSatisfy(\.isDigit) else { return nil }
    return Number(Substring(text))
  }
}
