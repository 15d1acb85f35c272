/// The stable number of a diagnostic, printed as `NC` and four digits.
///
/// Ranges per stage: 00 usage and files, 01 YAML, 02 fields, 03 references, 04 addressing,
/// 05 services, 06 policy, 07 DNS, 08 HTTP, 09 limits of netc. A number is never reused.
package struct DiagnosticCode: Hashable, Comparable, Sendable, ExpressibleByIntegerLiteral {
  package let number: UInt16

  package init(integerLiteral number: UInt16) {
    precondition(number <= 9999, "a code has four digits")
    self.number = number
  }

  /// Reads `NC0401` or `nc0401`; nil for any other text.
  package init?(parsing text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 6, bytes[0] | 0x20 == UInt8(ascii: "n"),
      bytes[1] | 0x20 == UInt8(ascii: "c"),
      bytes[2...].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    number = bytes[2...].reduce(0) { $0 * 10 + UInt16($1 - UInt8(ascii: "0")) }
  }

  package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

extension DiagnosticCode: CustomStringConvertible {
  package var description: String {
    let digits = String(number)
    return "NC" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
