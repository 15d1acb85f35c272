import TestSupport
import Testing

/// Whatever the cluster is: every packet fares the same in every mode. More than 10,000 packets.
@Suite struct AgreementTests {
  private static let packets = 50

  @Test(arguments: 0..<UInt64(220))
  func `the tree does what kube-proxy's shape does`(seed: UInt64) throws {
    let found = try Agreement(on: [.linear, .tree]).disagreement(
      seed: seed, packets: Self.packets)
    #expect(found == nil)
  }

  @Test func `a difference is found and made small`() throws {
    let other = ProxyMode("mode: iptables, dispatch: tree, nodePortAddresses: [127.0.0.0/8]")
    let seeds = (0..<UInt64(40)).filter { RandomCluster(seed: $0).nodePortAddresses.isEmpty }
    let found = seeds.lazy.compactMap {
      try? Agreement(on: [.linear, other]).disagreement(seed: $0, packets: Self.packets)
    }.first
    let text = try #require(found)
    #expect(text.split(separator: "\n").count { $0 == "kind: Service" } == 1)
  }
}
