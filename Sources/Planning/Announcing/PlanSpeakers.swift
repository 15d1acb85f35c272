import Diagnostics
import NetworkModel
import NetworkTypes

extension Planner {
  /// By the position of the node. A node that a peer selects has a session also where it has
  /// nothing to announce, as upstream.
  static func planSpeakers(_ network: Network) -> [SpeakerPlan?] {
    var routes = RouteBook(network)
    var peers: [[BGPPeer]] = network.nodes.map { _ in [] }
    var peerIndices: [[Index<BGPPeer>]] = network.nodes.map { _ in [] }
    for (position, peer) in network.loadBalancing.peers.enumerated() {
      for node in peer.nodes {
        peers[node.position].append(peer)
        peerIndices[node.position].append(Index(position))
      }
    }
    return network.nodes.indices.map { node in
      guard !peers[node].isEmpty else { return nil }
      let sessions = zip(peers[node], peerIndices[node]).map { peer, index in
        (peer: peer, routes: routes.routes(from: Index(node), to: index))
      }
      return planSpeaker(sessions, network.loadBalancing.bfdProfiles)
    }
  }

  private typealias Session = (peer: BGPPeer, routes: [AnnouncedRoute])

  private static func planSpeaker(
    _ sessions: [Session], _ profiles: [BFDProfile]
  ) -> SpeakerPlan {
    let used = Set(sessions.compactMap(\.peer.bfdProfile)).sorted()
    let names = Set(sessions.map { $0.peer.vrf?.text ?? "" }).sorted()
    return SpeakerPlan(
      routers: names.map { name in
        planRouter(sessions.filter { ($0.peer.vrf?.text ?? "") == name }, profiles)
      },
      bfdProfiles: used.map { plan(profiles[$0]) })
  }

  /// Validation has seen to it that all peers of a VRF agree on the number and the router ID.
  private static func planRouter(_ sessions: [Session], _ profiles: [BFDProfile]) -> RouterPlan {
    RouterPlan(
      asn: sessions[0].peer.myASN, routerID: sessions.compactMap(\.peer.routerID).first,
      vrf: sessions[0].peer.vrf,
      sessions: sessions.map { plan($0, profiles) }.sorted { $0.target < $1.target })
  }

  private static func plan(_ session: Session, _ profiles: [BFDProfile]) -> SessionPlan {
    let peer = session.peer
    let families = families(of: peer)
    return SessionPlan(
      target: target(of: peer), remoteAS: remoteAS(of: peer), localASN: peer.localASN,
      sourceAddress: peer.sourceAddress, port: peer.port, timers: timers(of: peer),
      connectSeconds: peer.connectSeconds, password: peer.password,
      bfdProfile: peer.bfdProfile.map { PlainToken(profiles[$0].name) },
      enablesGracefulRestart: peer.enablesGracefulRestart, isMultiHop: peer.isMultiHop,
      families: families, routes: session.routes.filter { families.contains($0.prefix.family) })
  }

  private static func target(of peer: BGPPeer) -> SessionTarget {
    switch peer.target {
    case .address(let address): .address(address)
    case .interface(let name): .interface(name)
    }
  }

  private static func remoteAS(of peer: BGPPeer) -> SessionAS {
    switch peer.remoteAS {
    case .number(let number): .number(number)
    case .internal: .internal
    case .external: .external
    }
  }

  /// The session's own family, or both (metallb internal/bgp/frr/frr.go, `createConfig`).
  private static func families(of peer: BGPPeer) -> [IPFamily] {
    switch peer.target {
    case .interface: [.ipv4, .ipv6]
    case .address(let address): peer.announcesBothFamilies ? [.ipv4, .ipv6] : [address.family]
    }
  }

  private static func timers(of peer: BGPPeer) -> SessionPlan.Timers? {
    guard let hold = peer.holdSeconds, let keepalive = peer.keepaliveSeconds else { return nil }
    return SessionPlan.Timers(keepaliveSeconds: keepalive, holdSeconds: hold)
  }

  private static func plan(_ profile: BFDProfile) -> BFDProfilePlan {
    BFDProfilePlan(
      name: PlainToken(profile.name), receiveMilliseconds: profile.receiveMilliseconds,
      transmitMilliseconds: profile.transmitMilliseconds,
      detectMultiplier: profile.detectMultiplier, echoMilliseconds: profile.echoMilliseconds,
      usesEcho: profile.usesEcho, isPassive: profile.isPassive, minimumTTL: profile.minimumTTL)
  }
}

extension SessionTarget: Comparable {
  package static func < (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.address(let left), .address(let right)): left < right
    case (.interface(let left), .interface(let right)): left.text < right.text
    case (.address, .interface): true
    case (.interface, .address): false
    }
  }
}
