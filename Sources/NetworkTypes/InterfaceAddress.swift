/// The address of an interface with the length of its link's prefix (`10.0.0.5/24`): the host
/// bits are kept.
package struct InterfaceAddress: Hashable, Comparable, Sendable {
  package let address: IPAddress
  private let lengthBits: UInt8

  package init(_ address: IPAddress, length: Int) {
    precondition(
      (0...address.family.addressBits).contains(length), "the length must fit the family")
    self.address = address
    lengthBits = UInt8(length)
  }

  package init(parsing text: String) throws(AddressError) { try self.init(parsing: text.utf8.span) }

  package init(parsing text: Span<UInt8>) throws(AddressError) {
    guard let slash = firstIndex(of: UInt8(ascii: "/"), in: text) else {
      _ = try IPAddress(parsing: text)
      throw .missingPrefixLength
    }
    address = try IPAddress(parsing: text.extracting(0..<slash))
    let maximum = address.family.addressBits
    let length = try Self.scanLength(text.extracting(slash + 1..<text.count))
    guard length <= maximum else { throw .prefixLengthTooLong(length, maximum: maximum) }
    lengthBits = UInt8(length)
  }

  /// 0…32 or 0…128.
  package var length: Int { Int(lengthBits) }
  package var family: IPFamily { address.family }

  /// The block that the address lies in.
  package var prefix: IPPrefix { IPPrefix(containing: address, length: length) }

  package static func < (left: Self, right: Self) -> Bool {
    (left.address, left.lengthBits) < (right.address, right.lengthBits)
  }

  /// Numbers beyond nine digits are no lengths that anybody meant.
  private static func scanLength(_ text: Span<UInt8>) throws(AddressError) -> Int {
    if text.isEmpty { throw .missingPrefixLength }
    var index = 0
    let length = try? scanDecimal(text, at: &index, limit: 999_999_999)
    guard let length, index == text.count else { throw .badPrefixLength }
    return length
  }
}

extension InterfaceAddress: ValidatedToken {
  package func append(to bytes: inout [UInt8]) {
    address.append(to: &bytes)
    bytes.append(UInt8(ascii: "/"))
    appendDecimal(length, to: &bytes)
  }
}
