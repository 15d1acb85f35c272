package import NetworkTypes

/// Answers what becomes of packets in a built tree. It reads the printed files alone, and each
/// rules file once, when a packet first comes by.
package struct Tracer: Sendable {
  var hosts: [Host]
  /// By path.
  private let files: [String: PrintedFile]
  private var stages: [String: [(stage: HookStage, program: any HookProgram)]] = [:]

  /// Where a packet begins.
  package enum Origin: Hashable, Sendable {
    /// The network namespace of a pod.
    case pod(netns: String)
    /// A program on a node; nil: the source that the kernel takes.
    case node(String, source: IPAddress?)
    /// Somebody outside, whose packet arrives at a node.
    case outside(IPAddress, node: String)
  }

  /// - Parameter files: everything in the tree; files that tell nothing about packets are not
  ///   looked into.
  package init(_ files: [PrintedFile]) throws(TraceFailure) {
    var hosts: [Host] = []
    var byPath: [String: PrintedFile] = [:]
    for file in files {
      byPath[file.path] = file
      let parts = file.path.split(separator: "/")
      guard parts.count == 3, parts[0] == "nodes" else { continue }
      if parts[2] == "netns.sh" {
        hosts.append(try NetnsPlan.read(file, node: String(parts[1])))
      } else if !RuleFiles.knows(parts[2]) {
        throw TraceFailure(path: file.path, line: 1, message: "a file that is not known here")
      }
    }
    for index in hosts.indices {
      if let sets = byPath["nodes/\(hosts[index].name)/\(RuleFiles.sets)"] {
        hosts[index].sets = try PacketSets(sets)
      }
      if let announced = byPath["nodes/\(hosts[index].name)/\(RuleFiles.announced)"] {
        hosts[index].addresses += try AnnouncePlan.addresses(announced)
      }
    }
    self.hosts = hosts.sorted { $0.name < $1.name }
    self.files = byPath
  }

  /// Tells of an address that a node's host has beside those that netc knows.
  package mutating func add(_ address: IPAddress, toNode name: String) {
    for index in hosts.indices where hosts[index].name == name {
      hosts[index].addresses.append(address)
    }
  }

  package var nodes: [String] { hosts.map(\.name) }

  /// - Parameters:
  ///   - origin: must be one of the tree's; see `Places`.
  ///   - remembered: where the client was sent before, for Services with affinity; nil: it is new.
  package mutating func trace(
    from origin: Origin, to destination: Endpoint, _ transport: TransportProtocol,
    remembered: Endpoint? = nil
  ) throws(TraceFailure) -> Trace? {
    guard let (position, source) = start(origin, destination.address) else { return nil }
    let packet = Packet(
      source: source, destination: destination.address, port: destination.port,
      transport: transport)
    var hosts = hosts
    for index in hosts.indices { hosts[index].remembered = remembered }
    var stages: [[(stage: HookStage, program: any HookProgram)]] = []
    for host in hosts { stages.append(try self.stages(of: host.name, packet.family)) }
    var walk = PacketWalk(hosts: hosts, stages: stages, packet: packet)
    let flow = Flow(packet: packet)
    switch origin {
    case .node: try walk.send(flow, from: position)
    case .outside: try walk.arrive(flow, at: position)
    case .pod(let netns):
      if hosts[position].pod(at: destination.address)?.netns == netns {
        walk.end(flow, nil, netns: netns, node: hosts[position].name)
      } else {
        try walk.arrive(flow, at: position)
      }
    }
    return Trace(packet: packet, ways: walk.outcomes)
  }

  /// The host that the packet begins at and its source; nil where there is no such thing.
  private func start(
    _ origin: Origin, _ destination: IPAddress
  ) -> (position: Int, source: IPAddress)? {
    switch origin {
    case .pod(let netns):
      for (position, host) in hosts.enumerated() {
        guard let pod = host.pods.first(where: { $0.netns == netns }) else { continue }
        return pod.addresses.first { $0.family == destination.family }.map { (position, $0) }
      }
      return nil
    case .node(let name, let source):
      return hosts.firstIndex { $0.name == name }.flatMap { position in
        (source ?? hosts[position].source(to: destination)).map { (position, $0) }
      }
    case .outside(let source, let name):
      return hosts.firstIndex { $0.name == name }.map { ($0, source) }
    }
  }

  private mutating func stages(
    of node: String, _ family: IPFamily
  ) throws(TraceFailure) -> [(stage: HookStage, program: any HookProgram)] {
    let key = "\(node) \(family)"
    if let known = stages[key] { return known }
    var found: [(stage: HookStage, program: any HookProgram)] = []
    for program in try RuleFiles.programs(of: node, family, in: files) {
      for stage in program.stages { found.append((stage, program)) }
    }
    let sorted = found.enumerated().sorted {
      ($0.element.stage.priority, $0.offset) < ($1.element.stage.priority, $1.offset)
    }.map(\.element)
    stages[key] = sorted
    return sorted
  }
}
