import NetworkTypes

extension NFTablesWalk {
  /// The chance that a packet matches: 0 or 1, but for draws.
  func chance(
    of match: NFTablesMatch, _ flow: Flow, _ elements: inout [NFTablesSet.Element]
  ) -> Double {
    switch match {
    case .oneIn(let count): return 1 / Double(count)
    case .not(let match):
      var passed: [NFTablesSet.Element] = []
      return 1 - chance(of: match, flow, &passed)
    case .isIn(let set, let fields):
      let set = table.sets[set]
      if set.isDynamic { return table.lists.holds(host.remembered, list: set.name) ? 1 : 0 }
      guard let element = set.element(for: flow.packet, fields) else { return 0 }
      elements.append(element)
      return 1
    default: return matches(match, flow) ? 1 : 0
    }
  }

  private func matches(_ match: NFTablesMatch, _ flow: Flow) -> Bool {
    let packet = flow.packet
    switch match {
    case .isTranslated: return flow.hasNewDestination
    case .source(let prefix): return prefix.contains(packet.source)
    case .destination(let prefix): return prefix.contains(packet.destination)
    case .sourceIsLocal: return host.isLocal(packet.source)
    case .destinationIsLocal: return host.isLocal(packet.destination)
    case .mark(let value, let mask): return packet.mark & mask == value
    case .transport(let transport): return packet.transport == transport
    case .isNew, .oneIn, .isIn, .not: return true
    }
  }
}
