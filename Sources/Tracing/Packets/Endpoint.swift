package import NetworkTypes

/// Where a connection may end.
package struct Endpoint: Hashable, Comparable, Sendable {
  package let address: IPAddress
  package let port: Port

  package init(address: IPAddress, port: Port) {
    self.address = address
    self.port = port
  }

  package static func < (left: Self, right: Self) -> Bool {
    (left.address, left.port) < (right.address, right.port)
  }
}

extension Endpoint: CustomStringConvertible {
  /// `10.0.0.1:80`, `[fd00::1]:80`.
  package var description: String {
    address.family == .ipv4 ? "\(address):\(port)" : "[\(address)]:\(port)"
  }
}
