/// A port of a transport protocol, 1…65535; 0 is reserved (RFC 6335 6).
package struct Port: Hashable, Comparable, Sendable {
  package let number: UInt16

  /// Nil outside 1…65535.
  package init?(_ number: Int) {
    guard let number = UInt16(exactly: number), number > 0 else { return nil }
    self.number = number
  }

  package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

extension Port: ExpressibleByIntegerLiteral {
  /// For numbers that stand in our own text (53, 179): a bad one is a programmer's mistake.
  package init(integerLiteral number: UInt16) {
    precondition(number > 0, "port 0 is reserved")
    self.number = number
  }
}

extension Port: ValidatedToken {
  package func append(to bytes: inout [UInt8]) { appendDecimal(number, to: &bytes) }
}
