import NetworkTypes

/// The sets of `ipset.rules`, for rules to look packets up in.
struct PacketSets: Sendable {
  /// The keys of a packet that a rule looks up: `dst`, `dst,dst`, `dst,dst,src`, `src,dst`.
  enum Keys: String, Sendable {
    case destinationOnly = "dst"
    case destinationAndPort = "dst,dst"
    case destinationPortAndSource = "dst,dst,src"
    case sourceAndPort = "src,dst"
  }

  private struct Entrance: Hashable {
    let address: IPAddress
    let transport: TransportProtocol
    let port: Port
  }

  private struct Content: Sendable {
    let type: Substring
    var addresses: Set<IPAddress> = []
    var ports: Set<Port> = []
    /// With the sources that are let through; empty for sets without sources.
    var entrances: [Entrance: [IPPrefix]] = [:]
  }

  private var sets: [Substring: Content] = [:]
  private var objects: [Entrance: String] = [:]
  private var objectsOfNodePorts: [NamedPort: String] = [:]
  private typealias NamedPort = NamedService.NamedPort

  static let none = PacketSets()
  private init() {}

  init(_ file: PrintedFile) throws(TraceFailure) {
    let lines = String(decoding: file.bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.isEmpty {
      if line.hasPrefix("#") {
        // The first line is for the reader alone.
        guard let remark = ServiceRemark(line) else {
          if index == 0 { continue }
          throw TraceFailure(path: file.path, line: index + 1, message: "an unknown remark")
        }
        note(remark)
        continue
      }
      try read(RuleWords(line, path: file.path, line: index + 1))
    }
  }

  /// The addresses of `kube-ipvs0`, of both families.
  var virtualAddresses: Set<IPAddress> {
    ["KUBE-IPVS-IPS", "KUBE-6-IPVS-IPS"].reduce(into: []) {
      $0.formUnion(sets[$1]?.addresses ?? [])
    }
  }

  /// The service port that has this entrance.
  func object(at endpoint: Endpoint, _ transport: TransportProtocol) -> String? {
    objects[Entrance(address: endpoint.address, transport: transport, port: endpoint.port)]
      ?? objectsOfNodePorts[NamedPort(port: endpoint.port, transport: transport)]
  }

  // MARK: reading

  private mutating func note(_ remark: ServiceRemark) {
    for address in [remark.address] + remark.furtherAddresses {
      objects[Entrance(address: address, transport: remark.transport, port: remark.port)] =
        remark.object
    }
    if let port = remark.nodePort {
      objectsOfNodePorts[NamedPort(port: port, transport: remark.transport)] = remark.object
    }
  }

  private mutating func read(_ words: consuming RuleWords) throws(TraceFailure) {
    var words = words
    let verb = try words.take()
    let name = try words.take()
    switch verb {
    case "create":
      let type = try words.take()
      try Self.skipOptions(type, &words)
      guard sets.updateValue(Content(type: type), forKey: name) == nil else {
        throw words.failure("set \(name) is there already")
      }
    case "add":
      guard var content = sets[name] else { throw words.failure("there is no set \(name)") }
      // Out of the table meanwhile, so that no copy is made for each line.
      sets[name] = nil
      try Self.add(try words.take(), to: &content, words)
      sets[name] = content
    default: throw words.failure("`\(verb)` is not known here")
    }
    try words.expectEnd()
  }

  private static func skipOptions(
    _ type: Substring, _ words: inout RuleWords
  ) throws(TraceFailure) {
    if type == "bitmap:port" {
      try words.expect("range")
      try words.expect("0-65535")
      return
    }
    guard ["hash:ip", "hash:ip,port", "hash:ip,port,ip", "hash:ip,port,net"].contains(type) else {
      throw words.failure("a set of type `\(type)` is not known here")
    }
    try words.expect("family")
    guard words.take(if: "inet") || words.take(if: "inet6") else {
      throw words.failure("that is no family")
    }
    try words.expect("hashsize")
    _ = try words.integer()
    try words.expect("maxelem")
    _ = try words.integer()
  }

  private static func add(
    _ text: Substring, to content: inout Content, _ words: RuleWords
  ) throws(TraceFailure) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    func address(_ part: Substring) throws(TraceFailure) -> IPAddress {
      guard let address = try? IPAddress(parsing: String(part)) else {
        throw words.failure("`\(part)` is no address")
      }
      return address
    }
    func port(_ part: Substring) throws(TraceFailure) -> Port {
      guard let number = Int(part), let port = Port(number) else {
        throw words.failure("`\(part)` is no port")
      }
      return port
    }
    switch (content.type, parts.count) {
    case ("bitmap:port", 1): content.ports.insert(try port(parts[0]))
    case ("hash:ip", 1): content.addresses.insert(try address(parts[0]))
    case ("hash:ip,port", 2), ("hash:ip,port,ip", 3), ("hash:ip,port,net", 3):
      let service = parts[1].split(separator: ":", omittingEmptySubsequences: false)
      guard service.count == 2,
        let transport = TransportProtocol.allCases.first(where: {
          $0.lowercaseName == service[0]
        })
      else { throw words.failure("`\(parts[1])` is no port of a protocol") }
      let entrance = Entrance(
        address: try address(parts[0]), transport: transport, port: try port(service[1]))
      var sources = content.entrances[entrance] ?? []
      if parts.count == 3 { sources.append(try prefix(parts[2], words)) }
      content.entrances[entrance] = sources
    default: throw words.failure("`\(text)` is nothing for a set of type \(content.type)")
    }
  }

  private static func prefix(
    _ text: Substring, _ words: RuleWords
  ) throws(TraceFailure) -> IPPrefix {
    if let prefix = try? IPPrefix(parsing: String(text)) { return prefix }
    guard let address = try? IPAddress(parsing: String(text)) else {
      throw words.failure("`\(text)` is no source")
    }
    return IPPrefix(address)
  }

  // MARK: looking up

  func has(_ name: String) -> Bool { sets[name[...]] != nil }

  func hold(_ packet: Packet, in name: String, by keys: Keys) -> Bool {
    guard let content = sets[name[...]] else { return false }
    switch keys {
    case .destinationOnly:
      return content.type == "bitmap:port"
        ? content.ports.contains(packet.port) : content.addresses.contains(packet.destination)
    case .destinationAndPort, .sourceAndPort:
      return content.entrances[entrance(of: packet, by: keys)] != nil
    case .destinationPortAndSource:
      return content.entrances[entrance(of: packet, by: keys)]?.contains {
        $0.contains(packet.source)
      } ?? false
    }
  }

  private func entrance(of packet: Packet, by keys: Keys) -> Entrance {
    Entrance(
      address: keys == .sourceAndPort ? packet.source : packet.destination,
      transport: packet.transport, port: packet.port)
  }
}
