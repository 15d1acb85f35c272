import NetworkTypes

/// Everything that is for one address.
struct AddressGroup {
  /// An address that takes more rules than this has a chain of its own.
  private static let rulesInLeaf = 6

  let address: IPAddress
  /// Sorted by transport, then number.
  let ports: [PortEntrance]

  /// The entrances are of one address; there is one at least.
  init(_ entrances: ArraySlice<Entrance>) {
    address = entrances[entrances.startIndex].address
    ports = entrances.map(\.port)
  }

  private var rules: Int { ports.reduce(0) { $0 + $1.weight } }
  var needsChain: Bool { rules > Self.rulesInLeaf }
  /// The rules that it takes in a leaf.
  var weight: Int { needsChain ? 1 : rules }
}

extension PortEntrance {
  var weight: Int { outcome.choices.count }
}
