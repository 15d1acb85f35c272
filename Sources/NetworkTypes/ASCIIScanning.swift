/// The one low-level scanner: ASCII classes, digits over `Span<UInt8>`, and their printing.

extension UInt8 {
  var isDigit: Bool { self &- 0x30 < 10 }
  var isLowercase: Bool { self &- 0x61 < 26 }
  var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
  var isLetterOrDigit: Bool { isLetter || isDigit }
  /// Tab, line feed, vertical tab, form feed, carriage return, space.
  var isSpace: Bool { self == 0x20 || self &- 0x09 < 5 }

  /// 0…15 for `0-9`, `a-f` and `A-F`, nil otherwise.
  var hexValue: UInt8? {
    if isDigit { return self &- 0x30 }
    let offset = (self | 0x20) &- 0x61
    return offset < 6 ? offset &+ 10 : nil
  }
}

enum DecimalError: Error { case missing, leadingZero, tooLarge }

/// Reads a decimal number without sign or leading zero and moves `index` behind its last digit.
///
/// Throws `missing` where no digit stands and `tooLarge` beyond `limit`, which must be below
/// `Int.max / 10 - 9`.
func scanDecimal(
  _ text: Span<UInt8>, at index: inout Int, limit: Int
) throws(DecimalError) -> Int {
  let start = index
  var value = 0
  while index < text.count, text[index].isDigit {
    if index > start, text[start] == UInt8(ascii: "0") { throw .leadingZero }
    value = value * 10 + Int(text[index] &- 0x30)
    guard value <= limit else { throw .tooLarge }
    index += 1
  }
  guard index > start else { throw .missing }
  return value
}

/// The offset of the first `byte`, nil when there is none.
func firstIndex(of byte: UInt8, in text: Span<UInt8>) -> Int? {
  for index in text.indices where text[index] == byte { return index }
  return nil
}

/// Appends a number in decimal.
func appendDecimal(_ value: some BinaryInteger, to bytes: inout [UInt8]) {
  if value >= 10 { appendDecimal(value / 10, to: &bytes) }
  bytes.append(UInt8(ascii: "0") + UInt8(value % 10))
}

/// Appends the low `digits` hexadecimal digits of a number, lower case.
package func appendHex(_ value: UInt64, digits: Int, to bytes: inout [UInt8]) {
  for position in (0..<digits).reversed() {
    let digit = UInt8(value >> (4 * UInt64(position)) & 0xf)
    bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
  }
}
