import NetworkTypes

/// The way of a connection's first packet over one host, from hook to hook.
struct Journey {
  let rules: ReadRules
  let host: Host

  /// What may become of a packet, as flows with their chances.
  func ends(of packet: Packet, memory: [String: Int] = [:]) -> [Flow] {
    let start = Flow(packet: packet, memory: memory)
    let isFromHost = host.owns(packet.source)
    return pass("nat", isFromHost ? "OUTPUT" : "PREROUTING", start).flatMap { flow -> [Flow] in
      let isForHost = host.owns(flow.packet.destination)
      if isFromHost {
        let left = pass("filter", "OUTPUT", flow).flatMap { leave($0) }
        return isForHost ? left.flatMap { arrive($0) } : left
      }
      return isForHost ? arrive(flow) : pass("filter", "FORWARD", flow).flatMap { leave($0) }
    }
  }

  /// What the filter table says to a packet of a connection that is known or belongs to none.
  func verdicts(on packet: Packet, state: String) -> [Flow] {
    var flow = Flow(packet: packet)
    flow.state = state
    return ["FORWARD", "INPUT", "OUTPUT"].flatMap { rules.run("filter", $0, flow) }
  }

  private func leave(_ flow: Flow) -> [Flow] {
    flow.isGone ? [flow] : pass("nat", "POSTROUTING", flow)
  }

  private func arrive(_ flow: Flow) -> [Flow] {
    flow.isGone ? [flow] : pass("filter", "INPUT", flow)
  }

  /// Through one hook; who passed is asked again at the next, but an explicit accept is kept in
  /// mind, as a host's policy may be DROP.
  private func pass(_ table: String, _ hook: String, _ flow: Flow) -> [Flow] {
    var flow = flow
    flow.verdict = nil
    return rules.run(table, hook, flow).map { flow in
      var flow = flow
      if table == "filter" && flow.verdict == .accept { flow.accepted.append(hook) }
      return flow
    }
  }
}

extension Flow {
  var isGone: Bool { verdict == .drop || verdict == .reject }

  /// What a client, an endpoint or the next host can tell.
  var outcome: String {
    switch verdict {
    case .drop: return "dropped"
    case .reject: return "rejected"
    case .accept, nil: break
    }
    return ["to \(packet.destination) port \(packet.port)", isMasqueraded ? "masqueraded" : ""]
      .joined(separator: " ") + accepted.map { " accepted in \($0)" }.joined()
  }
}
