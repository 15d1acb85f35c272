extension Flow {
  /// As DNAT does. Sent to where it goes anyway, a packet is not translated
  /// (`nf_nat_setup_info`).
  mutating func translate(to endpoint: Endpoint) {
    hasNewDestination = packet.destination != endpoint.address || packet.port != endpoint.port
    packet.destination = endpoint.address
    packet.port = endpoint.port
    isDestinationSettled = true
    isServed = true
  }

  /// As MASQUERADE does: the host's address where the packet leaves it.
  mutating func masquerade(as host: Host) {
    if let exit, let address = host.address(at: exit, packet.family) { packet.source = address }
    isSourceSettled = true
    isMasqueraded = true
  }

  /// What the host's memory holds once all rules of a hook were asked.
  func settled(at hook: Hook) -> Flow {
    var flow = self
    switch hook {
    case .prerouting, .output: flow.isDestinationSettled = true
    // What IPVS takes out of INPUT has not come to nat there.
    case .input: flow.isSourceSettled = virtualServer == nil
    case .postrouting: flow.isSourceSettled = true
    case .forward: break
    }
    return flow
  }
}
