import NetworkTypes
import Planning
import Testing

@testable import Artifacts

@Suite struct AnnouncedGuardTests {
  private static func texts(_ addresses: [String]) -> [String] {
    AnnouncedGuard.blocks(of: addresses.map { NodePlans.address($0) }.sorted()).map { "\($0)" }
  }

  @Test func neighboursBecomeOneBlock() {
    #expect(
      Self.texts((10...20).map { "192.0.2.\($0)" })
        == ["192.0.2.10/31", "192.0.2.12/30", "192.0.2.16/30", "192.0.2.20/32"])
    #expect(Self.texts(["192.0.2.1", "192.0.2.2"]) == ["192.0.2.1/32", "192.0.2.2/32"])
    #expect(Self.texts(["192.0.2.1", "192.0.2.1"]) == ["192.0.2.1/32"])
    #expect(Self.texts(["2001:db8::2", "2001:db8::3"]) == ["2001:db8::2/127"])
  }

  @Test(arguments: 0..<50) func blocksHoldTheAddressesAndNoOther(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let chosen = (0..<64).filter { _ in Int.random(in: 0..<3, using: &generator) > 0 }
    let blocks = AnnouncedGuard.blocks(of: chosen.map { NodePlans.address("10.0.0.\($0)") })
    let held = (0..<256).filter { number in
      blocks.contains { $0.contains(NodePlans.address("10.0.0.\(number)")) }
    }
    #expect(held == chosen, "seed \(seed)")
    // No two of them could be one.
    for (left, right) in zip(blocks, blocks.dropFirst()) where left.length == right.length {
      #expect(!IPPrefix(containing: left.first, length: left.length - 1).contains(right.first))
    }
  }

  @Test func onlyWhatIsAnnouncedIsGuarded() {
    let announcements = AnnouncementPlans.plan([AnnouncementPlans.layerTwo("192.0.2.10")])
    let cluster = ClusterPlans.cluster(announcements: announcements)
    #expect(AnnouncedGuard(cluster, .ipv4)?.rules.count == 1)
    #expect(AnnouncedGuard(cluster, .ipv6) == nil)
    #expect(AnnouncedGuard(ClusterPlans.cluster(), .ipv4) == nil)
  }
}
