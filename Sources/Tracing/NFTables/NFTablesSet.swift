import NetworkTypes

/// A set, or a map where the elements carry data.
struct NFTablesSet: Sendable {
  enum Sort: Sendable { case set, verdicts, endpoints }

  struct Element: Sendable {
    /// From 1.
    let line: Int
    let text: Substring
    let data: ElementData
    /// The service port that the element is there for.
    let object: String?
  }

  enum ElementData: Sendable {
    case none
    case verdict(NFTablesVerdict)
    case endpoint(Endpoint)
  }

  let name: String
  let isMap: Bool
  var sort = Sort.set
  var key: [NFTablesField.Sort] = []
  /// The last part of each key is a range of addresses.
  var isInterval = false
  /// The kernel's to fill, with clients.
  var isDynamic = false
  private var elements: [Element] = []
  private var places: [NFTablesKey: Int] = [:]
  private var ranges: [NFTablesKey: [(prefix: IPPrefix, place: Int)]] = [:]

  init(name: String, isMap: Bool) {
    self.name = name
    self.isMap = isMap
  }

  /// - Parameter range: for intervals the last part, which the key then lacks.
  /// - Returns: whether there was no element with this key.
  mutating func add(_ element: Element, at key: NFTablesKey, range: IPPrefix?) -> Bool {
    elements.append(element)
    let place = elements.count - 1
    guard let range else { return places.updateValue(place, forKey: key) == nil }
    let isNew = !ranges[key, default: []].contains { $0.prefix == range }
    ranges[key, default: []].append((range, place))
    return isNew
  }

  /// - Parameter number: what was drawn, where the key has such a part.
  func element(
    for packet: Packet, _ fields: [NFTablesField], number: Int? = nil
  ) -> Element? {
    guard isInterval, let last = fields.last else {
      return places[NFTablesKey(packet, fields[...], number)].map { elements[$0] }
    }
    let address = last == .source ? packet.source : packet.destination
    return ranges[NFTablesKey(packet, fields.dropLast(), number)]?
      .first { $0.prefix.contains(address) }.map { elements[$0.place] }
  }
}

/// A part of a key, as rules take it from a packet.
enum NFTablesField: Hashable, Sendable {
  case source, destination, transport, port
  case random(outOf: Int)

  enum Sort: Sendable { case address, transport, port, number }

  var sort: Sort {
    switch self {
    case .source, .destination: .address
    case .transport: .transport
    case .port: .port
    case .random: .number
    }
  }
}

/// The parts of a key; sets of one table that are looked up by other parts are apart.
struct NFTablesKey: Hashable, Sendable {
  private var first: IPAddress?
  private var second: IPAddress?
  var transport: TransportProtocol?
  var port: Port?
  var number: Int?

  init() {}

  /// - Parameter address: nil for a node port.
  init(_ address: IPAddress?, _ transport: TransportProtocol, _ port: Port) {
    first = address
    self.transport = transport
    self.port = port
  }

  /// The key without what was drawn.
  var entrance: NFTablesKey {
    var key = self
    key.number = nil
    return key
  }

  init(_ packet: Packet, _ fields: ArraySlice<NFTablesField>, _ drawn: Int?) {
    for field in fields {
      switch field {
      case .source: add(packet.source)
      case .destination: add(packet.destination)
      case .transport: transport = packet.transport
      case .port: port = packet.port
      case .random: number = drawn
      }
    }
  }

  mutating func add(_ address: IPAddress) {
    if first == nil { first = address } else { second = address }
  }
}
