internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension Shape where Value == IPAddress {
  /// An address that a BGP session can have at one of its ends.
  static var peerAddress: Shape<IPAddress> {
    let address = ipAddress
    return Shape(address.description) { node, reading in
      guard let value = address.read(node, &reading) else { return nil }
      guard value.isUnspecified || value.isMulticast else { return value }
      reading.report(.badAddress, "\(value) is not the address of a host", at: node.range)
      return nil
    }
  }
}

extension Shape where Value == IPv4Address {
  /// A BGP identifier: 32 bits that are not all zero, written as an IPv4 address (RFC 6286).
  static var routerID: Shape<IPv4Address> {
    let description = TextDescription(
      summary: "an IPv4 address", pattern: "[0-9]+(\\.[0-9]+){3}", maximumLength: 15)
    return Shape(.text(description)) { node, reading in
      guard let address = Shape<IPAddress>.ipAddress.read(node, &reading) else { return nil }
      if case .ipv4(let identifier) = address, !address.isUnspecified { return identifier }
      reading.report(
        .badAddress, "\(address) is no BGP identifier", at: node.range,
        help: "write an IPv4 address, whichever families are announced")
      return nil
    }
  }
}

extension Shape where Value == BGPPassword {
  /// Nothing that is said about a password shows it.
  static var bgpPassword: Shape<BGPPassword> {
    let description = TextDescription(
      summary: "a password", pattern: "(?![#!])[!-~]+", maximumLength: BGPPassword.maximumLength)
    return Shape(.text(description)) { node, reading in
      guard node.isText else {
        reading.report(
          .wrongType, "something other than a string stands where a password is needed",
          at: node.range, help: "put it in quotes")
        return nil
      }
      let text = node.string
      if let password = BGPPassword(text) { return password }
      reading.report(
        .badPassword, BGPPassword.problem(in: text) ?? "", at: node.range,
        help: "use printable ASCII characters without blanks, and neither # nor ! as the first")
      return nil
    }
  }
}
