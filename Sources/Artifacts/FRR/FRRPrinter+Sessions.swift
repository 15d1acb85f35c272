import NetworkTypes
import Planning

extension FRRPrinter {
  // MARK: - Sessions

  mutating func printRouter(_ router: FRRDocument.Router) {
    out.write("router bgp ")
    out.write(router.plan.asn)
    if let vrf = router.plan.vrf {
      out.write(" vrf ")
      out.write(vrf)
    }
    out.write("\n no bgp ebgp-requires-policy\n no bgp network import-check\n")
    out.write(" no bgp default ipv4-unicast\n bgp graceful-restart preserve-fw-state\n")
    if let id = router.plan.routerID {
      out.write(" bgp router-id ")
      out.write(id)
      out.write("\n")
    }
    for session in router.plan.sessions { printSession(session, router.plan) }
    for family in IPFamily.allCases { printFamily(family, router) }
    out.write("exit\n!\n")
  }

  private mutating func printSession(_ session: SessionPlan, _ router: RouterPlan) {
    beginNeighbor(session)
    if case .interface = session.target { out.write(" interface") }
    out.write(" remote-as ")
    switch session.remoteAS {
    case .number(let number): out.write(number)
    case .internal: out.write("internal")
    case .external: out.write("external")
    }
    out.write("\n")
    printOptions(session)
    if session.needsNoConnectedCheck(asn: router.asn) {
      beginNeighbor(session)
      out.write(" disable-connected-check\n")
    }
  }

  private mutating func printOptions(_ session: SessionPlan) {
    if session.isMultiHop { option(session, " ebgp-multihop") }
    if let number = session.localASN {
      option(session, " local-as ", number, " no-prepend replace-as")
    }
    option(session, " port ", Int(session.port.number))
    if let timers = session.timers { printTimers(session, timers) }
    if let seconds = session.connectSeconds { option(session, " timers connect ", seconds) }
    if let password = session.password { option(session, " password ", password) }
    if let source = session.sourceAddress { option(session, " update-source ", source) }
    if session.enablesGracefulRestart { option(session, " graceful-restart") }
    if let profile = session.bfdProfile {
      option(session, " bfd")
      option(session, " bfd profile ", profile)
    }
  }

  private mutating func printTimers(_ session: SessionPlan, _ timers: SessionPlan.Timers) {
    beginNeighbor(session)
    out.write(" timers ")
    out.write(timers.keepaliveSeconds)
    out.write(" ")
    out.write(timers.holdSeconds)
    out.write("\n")
  }

  private mutating func beginNeighbor(_ session: SessionPlan) {
    out.write(" neighbor ")
    printTarget(session.target)
  }

  private mutating func option(_ session: SessionPlan, _ words: StaticString) {
    beginNeighbor(session)
    out.write(words)
    out.write("\n")
  }

  private mutating func option(
    _ session: SessionPlan, _ words: StaticString, _ token: some ValidatedToken
  ) {
    beginNeighbor(session)
    out.write(words)
    out.write(token)
    out.write("\n")
  }

  private mutating func option(
    _ session: SessionPlan, _ words: StaticString, _ number: some BinaryInteger,
    _ more: StaticString = ""
  ) {
    beginNeighbor(session)
    out.write(words)
    out.write(number)
    out.write(more)
    out.write("\n")
  }

  // MARK: - Families

  private mutating func printFamily(_ family: IPFamily, _ router: FRRDocument.Router) {
    let sessions = router.plan.sessions.filter { $0.families.contains(family) }
    let networks = router.networks.filter { $0.family == family }
    guard !sessions.isEmpty || !networks.isEmpty else { return }
    out.write(" !\n address-family ")
    out.write(family == .ipv4 ? "ipv4 unicast\n" : "ipv6 unicast\n")
    for prefix in networks.flatMap(\.prefixes) {
      out.write("  network ")
      out.write(prefix)
      out.write("\n")
    }
    for session in sessions { printActivation(session, router) }
    out.write(" exit-address-family\n")
  }

  private mutating func printActivation(_ session: SessionPlan, _ router: FRRDocument.Router) {
    out.write(" ")
    option(session, " activate")
    for direction in [Direction.in, .out] {
      out.write(" ")
      beginNeighbor(session)
      out.write(" route-map ")
      printPeer(router.peer(session))
      out.write(direction == .in ? "-in in\n" : "-out out\n")
    }
  }

  private enum Direction { case `in`, out }

  // MARK: - BFD

  mutating func printProfiles(_ profiles: [BFDProfilePlan], splitsEcho: Bool) {
    guard !profiles.isEmpty else { return }
    out.write("bfd\n")
    for profile in profiles {
      out.write(" profile ")
      out.write(profile.name)
      out.write("\n")
      line("  detect-multiplier ", profile.detectMultiplier)
      line("  receive-interval ", profile.receiveMilliseconds)
      line("  transmit-interval ", profile.transmitMilliseconds)
      if profile.usesEcho { out.write("  echo-mode\n") }
      if splitsEcho {
        line("  echo receive-interval ", profile.echoMilliseconds)
        line("  echo transmit-interval ", profile.echoMilliseconds)
      } else {
        line("  echo-interval ", profile.echoMilliseconds)
      }
      if profile.isPassive { out.write("  passive-mode\n") }
      line("  minimum-ttl ", profile.minimumTTL)
      out.write(" exit\n !\n")
    }
    out.write("exit\n!\n")
  }

  private mutating func line(_ words: StaticString, _ value: Int?) {
    guard let value else { return }
    out.write(words)
    out.write(value)
    out.write("\n")
  }
}

extension SessionPlan {
  /// FRR would not start an IPv6 session with another AS whose route it does not see as connected
  /// (metallb internal/bgp/frr/config.go, `mustDisableConnectedCheck`).
  fileprivate func needsNoConnectedCheck(asn: UInt32) -> Bool {
    guard case .address(let address) = target, address.family == .ipv6, !isMultiHop else {
      return false
    }
    return remoteAS != .internal && remoteAS != .number(asn)
  }
}
