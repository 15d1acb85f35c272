import Foundation
import NetworkTypes
import Planning
import Testing

@testable import Artifacts

@Suite struct AnnounceTests {
  private static func script(_ plans: [LayerTwoPlan]) throws -> String {
    let cluster = ClusterPlans.cluster(
      nodes: [NodePlans.node()], announcements: AnnouncementPlans.plan(plans))
    let document = try #require(AnnounceDocument(cluster.nodes[0], in: cluster))
    return String(decoding: AnnouncePrinter(document).out.bytes, as: UTF8.self)
  }

  @Test func eachInterfaceHasALine() throws {
    let script = try Self.script([
      AnnouncementPlans.layerTwo("192.0.2.10"),
      AnnouncementPlans.layerTwo("2001:db8::10", interfaces: ["eth1", "eth2"]),
    ])
    #expect(
      script.contains(
        """
          cat <<'PLAN'
        vip 192.0.2.10 -
        vip 2001:db8::10 eth1
        vip 2001:db8::10 eth2
        PLAN
        """))
  }

  @Test(.enabled(if: Shellcheck.url != nil)) func theScriptPassesShellcheck() throws {
    let said = try Shellcheck.run(Self.script([AnnouncementPlans.layerTwo("192.0.2.10")]))
    #expect(said == "")
  }

  @Test func whoLeadsNothingHasNoScript() {
    let cluster = ClusterPlans.cluster(
      nodes: [NodePlans.node()],
      announcements: AnnouncementPlans.plan([
        AnnouncementPlans.layerTwo("192.0.2.10", nodes: [1, 0])
      ]))
    #expect(Announce.artifacts(for: cluster, nodes: cluster.nodes).isEmpty)
  }
}
