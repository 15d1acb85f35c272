/// An address as one label of a DNS name, as CoreDNS makes it (plugin/kubernetes,
/// `endpointHostname`): `10-244-1-5`, `fd00-10--5`.
package struct DashedAddress: ValidatedToken {
  /// Of the longest one: eight groups of four digits.
  package static let maximumLength = 39
  private let address: IPAddress

  package init(_ address: IPAddress) { self.address = address }

  /// Dots and colons become hyphens. A label must not end in one, so a `0` follows; nor should it
  /// begin with one, which CoreDNS lets it.
  package func append(to bytes: inout [UInt8]) {
    let start = bytes.count
    address.append(to: &bytes)
    if bytes[start] == UInt8(ascii: ":") { bytes.insert(UInt8(ascii: "0"), at: start) }
    for index in start..<bytes.count where !bytes[index].isLetterOrDigit {
      bytes[index] = UInt8(ascii: "-")
    }
    if bytes.last == UInt8(ascii: "-") { bytes.append(UInt8(ascii: "0")) }
  }

  /// In bytes.
  package var length: Int { description.utf8.count }
}

/// The first labels of an address' reverse name: `5.1` of 10.244.1.5.
package struct ReverseLabels: ValidatedToken {
  private let address: IPAddress
  private let count: Int

  /// - Parameter count: 1…4 octets or 1…32 nibbles.
  package init(_ address: IPAddress, count: Int) {
    self.address = address
    self.count = count
  }

  package func append(to bytes: inout [UInt8]) {
    address.appendReverseLabels(0..<count, to: &bytes)
  }
}
