import NetworkTypes

/// `ipvsadm.rules`, as the kernel asks it: what is for the host itself behind the rules of INPUT,
/// what the host sends before those of the filter table (net/netfilter/ipvs/ip_vs_core.c,
/// `ip_vs_ops4`).
struct IPVSProgram: HookProgram {
  private let path: String
  private var servers: [Entrance: Server] = [:]
  let stages = [
    HookStage(hook: .output, priority: -98, isTranslating: false, name: "ipvs"),
    HookStage(hook: .input, priority: 98, isTranslating: false, name: "ipvs"),
  ]

  private struct Entrance: Hashable {
    let endpoint: Endpoint
    let transport: TransportProtocol
  }

  private struct Server: Sendable {
    let line: Int
    let text: Substring
    let isPersistent: Bool
    var real: [(endpoint: Endpoint, line: Int, text: Substring)] = []
  }

  init(_ file: PrintedFile, _ family: IPFamily) throws(TraceFailure) {
    path = file.path
    let lines = String(decoding: file.bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.isEmpty {
      try read(line, index + 1, family)
    }
  }

  // MARK: reading

  private mutating func read(
    _ text: Substring, _ line: Int, _ family: IPFamily
  ) throws(TraceFailure) {
    var words = try RuleWords(text, path: path, line: line)
    let verb = try words.take()
    if verb == "--set" {
      for _ in 0..<3 { _ = try words.integer() }
      return try words.expectEnd()
    }
    let entrance = try Self.entrance(&words)
    let isOurs = entrance.endpoint.address.family == family
    switch verb {
    case "-A":
      try words.expect("-s")
      _ = try words.take()
      let isPersistent = words.take(if: "-p")
      if isPersistent { _ = try words.integer() }
      if words.take(if: "-b") { try words.expect("mh-port") }
      guard servers[entrance] == nil else {
        throw words.failure("the virtual server is there already")
      }
      if isOurs { servers[entrance] = Server(line: line, text: text, isPersistent: isPersistent) }
    case "-a":
      try words.expect("-r")
      let endpoint = try words.endpoint()
      try words.expect("-m")
      try words.expect("-w")
      try words.expect("1")
      guard servers[entrance] != nil || !isOurs else {
        throw words.failure("there is no such virtual server")
      }
      servers[entrance]?.real.append((endpoint, line, text))
    default: throw words.failure("`\(verb)` is not known here")
    }
    try words.expectEnd()
  }

  private static func entrance(_ words: inout RuleWords) throws(TraceFailure) -> Entrance {
    let option = try words.take()
    let transport: TransportProtocol
    switch option {
    case "-t": transport = .tcp
    case "-u": transport = .udp
    case "--sctp-service": transport = .sctp
    default: throw words.failure("`\(option)` is not known here")
    }
    return Entrance(endpoint: try words.endpoint(), transport: transport)
  }

  // MARK: running

  func run(_ flow: Flow, at stage: HookStage, on host: Host) throws(TraceFailure) -> [Ended] {
    let packet = flow.packet
    let asked = Entrance(
      endpoint: Endpoint(address: packet.destination, port: packet.port),
      transport: packet.transport)
    guard flow.virtualServer == nil, let server = servers[asked] else {
      return [Ended(flow: flow, verdict: .accept)]
    }
    let object = host.sets.object(at: asked.endpoint, packet.transport)
    let found = stepping(on: (server.line, server.text), of: object, flow, stage, host)
    guard !server.real.isEmpty else { return [Ended(flow: found, verdict: .reject)] }
    let remembered = server.real.filter {
      server.isPersistent && $0.endpoint == host.remembered
    }
    let choices = remembered.isEmpty ? server.real : remembered
    return choices.map { real in
      var flow = stepping(
        on: (real.line, real.text), of: object, found.with(chance: 1 / Double(choices.count)),
        stage, host)
      flow.virtualServer = asked.endpoint
      flow.translate(to: real.endpoint)
      return Ended(flow: flow, verdict: .accept)
    }
  }

  private func stepping(
    on rule: (line: Int, text: Substring), of object: String?, _ flow: Flow, _ stage: HookStage,
    _ host: Host
  ) -> Flow {
    var flow = flow
    flow.trail = Trail(
      Step(
        node: host.name, hook: "ipvs \(stage.hook.rawValue)", artifact: path, line: rule.line,
        rule: String(rule.text), object: object), after: flow.trail)
    return flow
  }
}
