import NetworkTypes

/// Takes flows over hosts, hook by hook, until each has come to its end.
struct PacketWalk {
  /// More hosts than this are a loop of routes.
  private static let maximumHosts = 8

  let hosts: [Host]
  /// The programs of each host for the packet's family, in the order in which the kernel asks.
  let stages: [[(stage: HookStage, program: any HookProgram)]]
  let packet: Packet
  private(set) var outcomes: [Trace.Outcome] = []
  private var hostCount = 0

  init(
    hosts: [Host], stages: [[(stage: HookStage, program: any HookProgram)]], packet: Packet
  ) {
    self.hosts = hosts
    self.stages = stages
    self.packet = packet
  }

  // MARK: hooks

  /// What comes through all rules of a hook; what doesn't has come to its end.
  private mutating func pass(
    _ flow: Flow, _ hook: Hook, at position: Int
  ) throws(TraceFailure) -> [Flow] {
    let isOnTheWayIn = hook == .prerouting || hook == .output
    var flows = [flow]
    for (stage, program) in stages[position] where stage.hook == hook {
      var passed: [Flow] = []
      for flow in flows {
        let isSettled = isOnTheWayIn ? flow.isDestinationSettled : flow.isSourceSettled
        if stage.isTranslating && isSettled {
          passed.append(flow)
          continue
        }
        for ended in try program.run(flow, at: stage, on: hosts[position]) {
          switch ended.verdict {
          case .accept: passed.append(ended.flow)
          case .drop: end(ended.flow, .dropped)
          case .reject: end(ended.flow, .rejected)
          }
        }
      }
      flows = passed
    }
    return flows.map { $0.settled(at: hook) }
  }

  // MARK: ways

  /// A packet that comes to a host from a pod of its own or from the wire.
  mutating func arrive(_ flow: Flow, at position: Int) throws(TraceFailure) {
    hostCount += 1
    let host = hosts[position]
    for flow in try pass(flow, .prerouting, at: position) {
      let exit = host.exit(to: flow.packet.destination)
      if case .loopback = exit {
        try enter(flow, position)
      } else if let flow = routed(flow, exit) {
        for flow in try pass(flow, .forward, at: position) { try leave(flow, position) }
      }
    }
  }

  /// A packet of the host's own programs. The route is looked up first, so that a destination
  /// without one fails before any rule is asked.
  mutating func send(_ flow: Flow, from position: Int) throws(TraceFailure) {
    hostCount += 1
    let host = hosts[position]
    guard let flow = routed(flow, host.exit(to: flow.packet.destination)) else { return }
    for flow in try pass(flow, .output, at: position) {
      if let flow = routed(flow, host.exit(to: flow.packet.destination)) {
        try leave(flow, position)
      }
    }
  }

  /// Nil where the route leads nowhere.
  private mutating func routed(_ flow: Flow, _ exit: Exit) -> Flow? {
    var flow = flow
    flow.exit = exit
    guard case .route(let route) = exit, case .unreachable = route.way else { return flow }
    flow.trail = Trail(route.step, after: flow.trail)
    end(flow, .rejected)
    return nil
  }

  private mutating func leave(_ flow: Flow, _ position: Int) throws(TraceFailure) {
    for flow in try pass(flow, .postrouting, at: position) {
      switch flow.exit {
      case .loopback:
        // The same buffer comes in again: mark and memory stay.
        for flow in try pass(flow, .prerouting, at: position) { try enter(flow, position) }
      case .pod(let pod): end(flow, nil, netns: pod.netns, node: hosts[position].name)
      case .route(let route):
        var flow = flow
        flow.trail = Trail(route.step, after: flow.trail)
        try follow(route.way, flow)
      case .uplink, nil: try goOutside(flow)
      }
    }
  }

  private mutating func follow(_ way: Host.Way, _ flow: Flow) throws(TraceFailure) {
    switch way {
    case .via(let address):
      guard let next = hosts.firstIndex(where: { $0.addresses.contains(address) }),
        hostCount < Self.maximumHosts
      else {
        end(flow, .dropped)
        return
      }
      try arrive(flow.onTheWire, at: next)
    case .service, .bridge, .unreachable:
      // On the bridge nobody has the address.
      end(flow, flow.isServed ? .dropped : .unserved)
    }
  }

  private mutating func goOutside(_ flow: Flow) throws(TraceFailure) {
    let destination = flow.packet.destination
    if let next = hosts.firstIndex(where: { $0.addresses.contains(destination) }),
      hostCount < Self.maximumHosts
    {
      try arrive(flow.onTheWire, at: next)
    } else {
      end(flow, nil)
    }
  }

  private mutating func enter(_ flow: Flow, _ position: Int) throws(TraceFailure) {
    let host = hosts[position]
    for flow in try pass(flow, .input, at: position) {
      let exit = host.exit(to: flow.packet.destination)
      if case .loopback = exit {
        end(flow, nil, node: host.name)
      } else if let flow = routed(flow, exit) {
        // IPVS has sent it on; from here it is as if the host had sent it.
        for flow in try pass(flow, .output, at: position) { try leave(flow, position) }
      }
    }
  }

  // MARK: ends

  /// - Parameter verdict: nil where the packet arrives.
  mutating func end(
    _ flow: Flow, _ verdict: Trace.Verdict?, netns: String? = nil, node: String? = nil
  ) {
    let isStopped = verdict == .dropped || verdict == .rejected
    outcomes.append(
      Trace.Outcome(
        verdict: verdict ?? (flow.isServed ? .delivered : .unserved),
        probability: flow.probability,
        endpoint: isStopped
          ? nil : Endpoint(address: flow.packet.destination, port: flow.packet.port),
        netns: netns, node: node, isMasqueraded: flow.isMasqueraded,
        source: flow.packet.source, steps: Trail.steps(flow.trail)))
  }
}
