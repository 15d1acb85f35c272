package import NetworkTypes

extension Port { package static let one: Port = 1 }
extension PortRange { package static let nodePorts = PortRange(30000, 32767) ?? PortRange(30000) }
extension InterfaceName { package static let cbr0: InterfaceName = "cbr0" }
extension IPAddress { package static let unspecifiedV4 = IPAddress(family: .ipv4, bits: 0) }
