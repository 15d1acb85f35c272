import NetworkTypes

extension IPPrefix: SearchBlock {
  /// Of an IPv4 address nf_tables loads and masks four bytes quickly, and calls a function for the
  /// three of a /24; of an IPv6 address it does so for any length.
  static func costs(of address: IPAddress) -> SearchCosts {
    switch address.family {
    case .ipv4: SearchCosts(bitsPerBranch: 5, leafWeight: 48, slowLength: 24)
    case .ipv6: SearchCosts(bitsPerBranch: 3, leafWeight: 8)
    }
  }

  static func bits(of address: IPAddress) -> Int { address.family.addressBits }

  static func sharedBits(_ first: IPAddress, _ second: IPAddress) -> Int {
    let difference = first.bits ^ second.bits
    return first.family.addressBits - (UInt128.bitWidth - difference.leadingZeroBitCount)
  }
}

/// An aligned range of ports; 0, which no packet has, may be its first.
struct PortBlock: SearchBlock {
  let lower: UInt16
  let upper: UInt16

  init(containing port: Port, length: Int) {
    let rest = UInt16.max >> UInt16(length)
    lower = port.number & ~rest
    upper = port.number | rest
  }

  static func costs(of port: Port) -> SearchCosts {
    SearchCosts(bitsPerBranch: 3, leafWeight: 8)
  }

  func contains(_ port: Port) -> Bool { lower <= port.number && port.number <= upper }

  var range: PortRange {
    guard let lower = Port(Int(max(lower, 1))), let upper = Port(Int(upper)),
      let range = PortRange(lower, upper)
    else { preconditionFailure("a block holds a port") }
    return range
  }

  static func bits(of port: Port) -> Int { UInt16.bitWidth }

  static func sharedBits(_ first: Port, _ second: Port) -> Int {
    (first.number ^ second.number).leadingZeroBitCount
  }
}
