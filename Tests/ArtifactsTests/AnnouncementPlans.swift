import NetworkTypes

@testable import Planning

/// Plans of announcing for tests of the printers.
enum AnnouncementPlans {
  static func layerTwo(
    _ address: String, nodes: [Int] = [0], interfaces: [String] = []
  ) -> LayerTwoPlan {
    LayerTwoPlan(
      address: NodePlans.address(address), services: [NodePlans.pod("web")],
      candidates: nodes.map {
        LayerTwoPlan.Candidate(
          node: $0, interfaces: interfaces.map { InterfaceName(checked: $0) })
      })
  }

  static func plan(
    takeover: AnnouncementPlan.Takeover = .script, _ layerTwo: [LayerTwoPlan] = [],
    speakers: [SpeakerPlan?] = [], frrVersion: FRRVersion = .debian12
  ) -> AnnouncementPlan {
    AnnouncementPlan(
      takeover: takeover, layerTwo: layerTwo,
      virtualRouters: takeover == .keepalived ? Planner.planVirtualRouters(layerTwo) : [],
      speakers: speakers, frrVersion: frrVersion)
  }

  static func session(
    _ target: SessionTarget, remoteAS: SessionAS = .number(64_500), isMultiHop: Bool = false,
    families: [IPFamily] = [.ipv4], routes: [AnnouncedRoute] = [],
    bfdProfile: PlainToken? = nil, password: BGPPassword? = nil
  ) -> SessionPlan {
    SessionPlan(
      target: target, remoteAS: remoteAS, localASN: nil, sourceAddress: nil, port: 179,
      timers: nil, connectSeconds: nil, password: password, bfdProfile: bfdProfile,
      enablesGracefulRestart: false, isMultiHop: isMultiHop, families: families, routes: routes)
  }

  static func speaker(_ sessions: [SessionPlan], profiles: [BFDProfilePlan] = []) -> SpeakerPlan {
    SpeakerPlan(
      routers: [RouterPlan(asn: 64_512, routerID: nil, vrf: nil, sessions: sessions)],
      bfdProfiles: profiles)
  }
}
