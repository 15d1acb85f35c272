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
