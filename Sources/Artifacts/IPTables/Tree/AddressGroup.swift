import NetworkTypes

/// Everything that is for one address.
struct AddressGroup {
  let address: IPAddress
  /// Sorted by transport, then number.
  let ports: [PortEntrance]

  /// The entrances are of one address; there is one at least.
  init(_ entrances: ArraySlice<Entrance>) {
    address = entrances[entrances.startIndex].address
    ports = entrances.map(\.port)
  }

  private var rules: Int { ports.reduce(0) { $0 + $1.weight } }
  /// In a leaf it has one rule, which is passed over quickly: the only one, or one that leads to a
  /// chain of its own. Matching a transport takes longer than matching an address.
  var needsChain: Bool { rules > 1 }
}

extension PortEntrance {
  var weight: Int { outcome.choices.count }
}
