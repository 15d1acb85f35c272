import Diagnostics
internal import NetworkTypes

// A reader fills its value field by field, so each starts out with something. A placeholder never
// leaves this module where the field is required: an object that lacks one is broken and dropped.

extension Located {
  static func placeholder(_ value: Value) -> Located { Located(value, .placeholder) }
}

extension Port {
  /// A placeholder where a port is required.
  static let one: Port = 1
}

extension PortRange {
  /// The default of the API server's `--service-node-port-range`.
  static let nodePorts: PortRange = {
    guard let range = PortRange(30_000, 32_767) else { preconditionFailure("an ordered range") }
    return range
  }()
}

extension InterfaceName {
  /// The bridge's name in kubenet, and netc's default.
  static let cbr0: InterfaceName = "cbr0"
}

extension IPAddress {
  static let unspecifiedV4 = IPAddress(family: .ipv4, bits: 0)
}
