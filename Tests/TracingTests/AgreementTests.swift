import NetworkTypes
import TestSupport
import Testing
import Tracing

/// Whatever the cluster is: every packet fares the same in every mode. More than 10,000 packets.
@Suite struct AgreementTests {
  private static let packets = 50

  @Test(arguments: 0..<UInt64(220))
  func `the tree does what kube-proxy's shape does`(seed: UInt64) throws {
    let found = try Agreement(on: [.linear, .tree]).disagreement(
      seed: seed, packets: Self.packets)
    #expect(found == nil)
  }

  @Test(arguments: 0..<UInt64(220))
  func `nftables does what kube-proxy's iptables do`(seed: UInt64) throws {
    let agreement = Agreement(on: [.linear, .nftables]) { packet, linear, nftables in
      linear.outcomes.count == 1 && nftables.outcomes.count == 1
        && Self.isByDesign(packet, linear.verdict, nftables.verdict)
    }
    let found = try agreement.disagreement(seed: seed, packets: Self.packets)
    #expect(found == nil)
  }

  /// What differs in kube-proxy too (docs/Artifacts/nftables.md); nothing of it reaches an endpoint.
  private static func isByDesign(
    _ packet: RandomPacket, _ linear: Trace.Verdict, _ nftables: Trace.Verdict
  ) -> Bool {
    let address = packet.destination.address
    var isFromNode = false
    if case .node = packet.origin { isFromNode = true }
    return switch (linear, nftables) {
    // A cluster IP's wrong port; a node's own packet to an external address without endpoints.
    case (.unserved, .rejected), (.unserved, .dropped):
      RandomCluster.isClusterIP(address) || isFromNode && RandomService.isExternal(address)
    // From a source that is not allowed, where there are no endpoints either.
    case (.rejected, .dropped): RandomService.isExternal(address)
    // Node ports without endpoints, where node ports don't answer.
    case (.rejected, .unserved), (.dropped, .unserved):
      packet.destination.port.number >= 30_000
    default: false
    }
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
