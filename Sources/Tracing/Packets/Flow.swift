/// One of the ways that a packet may take: rules that draw lots make several of one.
struct Flow: Sendable {
  var packet: Packet
  /// The chance that the packet comes this way, 0…1.
  var probability: Double = 1
  var trail: Trail?
  /// This host's connection tracking remembers a rule's choice, or that there was none, for each
  /// end; later nat rules are not asked.
  var isDestinationSettled = false
  var isSourceSettled = false
  /// Translated on this host (`--ctstate DNAT`).
  var hasNewDestination = false
  /// A rule of a Service has had its say: translated anywhere, or let in on purpose.
  var isServed = false
  /// On this host or one before.
  var isMasqueraded = false
  /// Where it was sent to when a virtual server of this host took it (`-m ipvs`).
  var virtualServer: Endpoint?
  /// Where the packet leaves this host, for rules that look at the way out.
  var exit: Exit?

  /// What a packet is to the next host: no mark, no memory.
  var onTheWire: Flow {
    var flow = self
    flow.packet.mark = 0
    flow.isDestinationSettled = false
    flow.isSourceSettled = false
    flow.hasNewDestination = false
    flow.virtualServer = nil
    flow.exit = nil
    return flow
  }

  /// Without the step into a chain where nothing happened.
  func forgetting(_ entered: Flow, for before: Flow) -> Flow {
    guard trail === entered.trail else { return self }
    var flow = self
    flow.trail = before.trail
    return flow
  }

  /// The part of the flow that a draw with a chance takes.
  func with(chance: Double) -> Flow {
    var flow = self
    flow.probability *= chance
    return flow
  }
}

/// What a hook's rules said.
enum Verdict: Hashable, Sendable { case accept, drop, reject }

/// A flow that is done with one program.
struct Ended: Sendable {
  var flow: Flow
  var verdict: Verdict
}
