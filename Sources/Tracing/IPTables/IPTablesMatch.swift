import NetworkTypes

/// What a rule asks of a packet. To add one: a case, its answer below, its words in
/// `IPTablesMatch+Reading.swift`.
enum IPTablesMatch: Sendable {
  case transport(TransportProtocol)
  case port(ClosedRange<Port>)
  case source(IPPrefix)
  case destination(IPPrefix)
  case mark(value: UInt32, mask: UInt32)
  case sourceIsLocal, destinationIsLocal
  case states(Set<ConnectionState>)
  /// Came in as a frame of a bridge.
  case isBridged
  case isInSet(String, PacketSets.Keys)
  /// A virtual server of IPVS took it.
  case virtualServer(Endpoint, TransportProtocol)
  /// The client is on this list.
  case isRemembered(list: String)
  /// Puts the client on the list; every packet matches.
  case remember(list: String)
  /// Every packet, with a chance.
  case chance(Double)
  indirect case not(IPTablesMatch)

  /// Of the first packet of a connection, which is all that is traced: new, perhaps translated.
  enum ConnectionState: String, Sendable {
    case new = "NEW"
    case translated = "DNAT"
    case related = "RELATED"
    case established = "ESTABLISHED"
    case invalid = "INVALID"
  }

  /// Cheap and telling ones are asked first; the answers don't depend on the order.
  var cost: Int {
    switch self {
    case .port, .transport: 0
    case .destination, .source: 1
    case .not(let match): match.cost
    default: 2
    }
  }

  /// The chance that a packet matches: 0 or 1, but for draws.
  func chance(_ flow: Flow, on host: Host, _ lists: RecentLists) -> Double {
    switch self {
    case .chance(let chance): chance
    case .not(let match): 1 - match.chance(flow, on: host, lists)
    default: matches(flow, on: host, lists) ? 1 : 0
    }
  }

  private func matches(_ flow: Flow, on host: Host, _ lists: RecentLists) -> Bool {
    let packet = flow.packet
    switch self {
    case .transport(let transport): return packet.transport == transport
    case .port(let range): return range.contains(packet.port)
    case .source(let prefix): return prefix.contains(packet.source)
    case .destination(let prefix): return prefix.contains(packet.destination)
    case .mark(let value, let mask): return packet.mark & mask == value
    case .sourceIsLocal: return host.isLocal(packet.source)
    case .destinationIsLocal: return host.isLocal(packet.destination)
    case .states(let states):
      return states.contains(.new) || flow.hasNewDestination && states.contains(.translated)
    case .isBridged: return false
    case .isInSet(let name, let keys): return host.sets.hold(packet, in: name, by: keys)
    case .virtualServer(let endpoint, let transport):
      return flow.virtualServer == endpoint && packet.transport == transport
    case .isRemembered(let list): return lists.holds(host.remembered, list: list)
    case .remember, .chance, .not: return true
    }
  }
}

/// The lists of clients (xt_recent) of one file: who is on a list was sent where the rule that
/// puts him there sends him.
struct RecentLists: Sendable {
  private var endpoints: [String: Set<Endpoint>] = [:]

  mutating func add(_ endpoint: Endpoint, to list: String) {
    endpoints[list, default: []].insert(endpoint)
  }

  func holds(_ remembered: Endpoint?, list: String) -> Bool {
    guard let remembered else { return false }
    return endpoints[list]?.contains(remembered) ?? false
  }
}
