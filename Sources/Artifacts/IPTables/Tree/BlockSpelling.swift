import NetworkTypes

/// How a block of a tree is called and matched.
struct BlockSpelling<Block: SearchBlock> {
  let name: (Block) -> String
  let matches: (Block) -> [IPTablesDocument.Match]
}

extension BlockSpelling<IPPrefix> {
  static var destination: Self {
    Self(name: Self.name, matches: { [.destination($0, isNegated: false)] })
  }

  static var source: Self {
    Self(name: Self.name, matches: { [.source($0, isNegated: false)] })
  }

  static func name(_ block: IPPrefix) -> String {
    "\(block.network.sortable)-\(block.length < 10 ? "0" : "")\(block.length)"
  }
}

extension BlockSpelling<PortBlock> {
  /// `owner` goes in front of the name.
  static func ports(_ transport: TransportProtocol, of owner: String) -> Self {
    Self(
      name: { "\(owner)\(transport.lowercaseName)-\($0.range.lower)-\($0.range.upper)" },
      matches: { [.transportAlone(transport), .destinationPorts($0.range)] })
  }
}

extension IPAddress {
  /// A text that sorts as the address does: `010.096.000.010`; 32 hexadecimal digits for IPv6.
  var sortable: String {
    switch self {
    case .ipv4(let address):
      [24, 16, 8, 0].map { Self.padded(address.bits >> $0 & 255, 10, 3) }.joined(separator: ".")
    case .ipv6(let address):
      stride(from: 120, through: 0, by: -8).map {
        Self.padded(UInt32(truncatingIfNeeded: address.bits >> $0) & 255, 16, 2)
      }.joined()
    }
  }

  private static func padded(_ number: UInt32, _ radix: Int, _ width: Int) -> String {
    let digits = String(number, radix: radix)
    return String(repeating: "0", count: width - digits.count) + digits
  }
}
