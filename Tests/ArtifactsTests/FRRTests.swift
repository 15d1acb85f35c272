import NetworkTypes

import Testing

@testable import Artifacts
@testable import Planning

@Suite struct FRRTests {
  private static func text(_ speaker: SpeakerPlan, version: FRRVersion = .debian12) -> String {
    let document = FRRTranslation.document(speaker, on: NodePlans.node(), version: version)
    return String(decoding: FRRPrinter(document).out.bytes, as: UTF8.self)
  }

  private static func lines(_ speaker: SpeakerPlan) -> [String] {
    text(speaker).split(separator: "\n").map { $0.drop { $0 == " " } }.map(String.init)
  }

  private static let peer = SessionTarget.address(NodePlans.address("192.0.2.1"))
  private static let peer6 = SessionTarget.address(NodePlans.address("2001:db8::1"))

  private static func route(
    _ prefix: String, localPreference: UInt32 = 0, _ communities: [BGPCommunity] = []
  ) -> AnnouncedRoute {
    AnnouncedRoute(
      prefix: NodePlans.prefix(prefix), localPreference: localPreference, communities: communities)
  }

  @Test func aPeerIsToldNothingThatIsNotListed() {
    let lines = Self.lines(
      AnnouncementPlans.speaker([AnnouncementPlans.session(Self.peer)]))
    #expect(lines.contains("route-map 192.0.2.1-in deny 20"))
    #expect(lines.contains("ip prefix-list 192.0.2.1-allowed-ipv4 seq 1 deny any"))
    #expect(lines.contains("ipv6 prefix-list 192.0.2.1-allowed-ipv6 seq 1 deny any"))
    #expect(!lines.contains { $0.contains(" permit 0") || $0.hasPrefix("network") })
    #expect(lines.contains("no bgp ebgp-requires-policy"))
    #expect(lines.contains("no bgp network import-check"))
  }

  @Test func routesAreTakenByTheirAttributesInTurn() {
    let routes = [
      Self.route(
        "203.0.113.1/32", localPreference: 150,
        [.standard(64_512, 1), .large(64_512, 1, 2)]),
      Self.route("203.0.113.2/32", [.standard(64_512, 1)]),
    ]
    let text = Self.text(
      AnnouncementPlans.speaker([AnnouncementPlans.session(Self.peer, routes: routes)]))
    let entries = text.split(separator: "!\n").filter { $0.contains("-out permit") }
    #expect(
      entries.map { $0.split(separator: "\n").filter { $0.hasPrefix(" ") }.map(String.init) } == [
        [
          " match ip address prefix-list 192.0.2.1-150-ip-localpref-prefixes",
          " set local-preference 150", " on-match next",
        ],
        [
          " match ip address prefix-list 192.0.2.1-64512:1-ip-community-prefixes",
          " set community 64512:1 additive", " on-match next",
        ],
        [
          " match ip address prefix-list 192.0.2.1-large:64512:1:2-ip-community-prefixes",
          " set large-community 64512:1:2 additive", " on-match next",
        ],
        [" match ip address prefix-list 192.0.2.1-allowed-ipv4"],
        [" match ipv6 address prefix-list 192.0.2.1-allowed-ipv6"],
      ])
    #expect(
      text.contains(
        """
        ip prefix-list 192.0.2.1-64512:1-ip-community-prefixes seq 1 permit 203.0.113.1/32
        ip prefix-list 192.0.2.1-64512:1-ip-community-prefixes seq 2 permit 203.0.113.2/32
        """))
  }

  @Test func anIPv6PeerOfAnotherASNeedNotBeConnected() {
    func isUnchecked(_ session: SessionPlan) -> Bool {
      Self.lines(AnnouncementPlans.speaker([session])).contains {
        $0.hasSuffix("disable-connected-check")
      }
    }
    #expect(isUnchecked(AnnouncementPlans.session(Self.peer6)))
    #expect(isUnchecked(AnnouncementPlans.session(Self.peer6, remoteAS: .external)))
    #expect(!isUnchecked(AnnouncementPlans.session(Self.peer6, remoteAS: .internal)))
    #expect(!isUnchecked(AnnouncementPlans.session(Self.peer6, remoteAS: .number(64_512))))
    #expect(!isUnchecked(AnnouncementPlans.session(Self.peer6, isMultiHop: true)))
    #expect(!isUnchecked(AnnouncementPlans.session(Self.peer)))
  }

  @Test func anUnnumberedPeerIsNamedByItsInterface() {
    let session = AnnouncementPlans.session(
      .interface(InterfaceName(checked: "eth1")), remoteAS: .external, families: [.ipv4, .ipv6])
    let lines = Self.lines(AnnouncementPlans.speaker([session]))
    #expect(lines.contains("neighbor eth1 interface remote-as external"))
    #expect(lines.filter { $0 == "neighbor eth1 activate" }.count == 2)
  }

  @Test func theEchoIntervalIsAsTheVersionHasIt() throws {
    let profile = BFDProfilePlan(
      name: PlainToken("fast"), receiveMilliseconds: nil, transmitMilliseconds: nil,
      detectMultiplier: nil, echoMilliseconds: 70, usesEcho: true, isPassive: false,
      minimumTTL: nil)
    let speaker = AnnouncementPlans.speaker(
      [AnnouncementPlans.session(Self.peer, bfdProfile: profile.name)], profiles: [profile])
    let old = try #require(FRRVersion("7.5.1"))
    #expect(Self.text(speaker, version: old).contains("\n  echo-interval 70\n"))
    #expect(Self.text(speaker).contains("\n  echo receive-interval 70\n"))
    #expect(!Self.text(speaker).contains("echo-interval"))
  }

  @Test func aFileWithAPasswordIsForRootAlone() throws {
    let password = try #require(BGPPassword("a#b!c"))
    let cluster = ClusterPlans.cluster(
      nodes: [NodePlans.node()],
      announcements: AnnouncementPlans.plan(speakers: [
        AnnouncementPlans.speaker([AnnouncementPlans.session(Self.peer, password: password)])
      ]))
    let artifact = try #require(FRR.artifacts(for: cluster, nodes: cluster.nodes).first)
    #expect(artifact.path == "nodes/node-a/frr/frr.conf")
    #expect(artifact.mode == .secret)
    let text = String(decoding: artifact.content.bytes, as: UTF8.self)
    #expect(text.contains("\n neighbor 192.0.2.1 password a#b!c\n"))
  }

  @Test(arguments: ["", "8", "8.4.4.4", "08.4", "8.04", "8.4.x", "8..4", ".8.4", "8.4\n", "1000.1"])
  func textThatIsNoVersion(_ text: String) { #expect(FRRVersion(text) == nil) }
}
