import NetworkTypes
import TestSupport
import Testing
import Tracing

/// Whatever the cluster is: every packet fares the same in every mode. More than 10,000 packets.
@Suite struct AgreementTests {
  private static let packets = 40

  @Test(arguments: 0..<UInt64(260))
  func `every mode does what kube-proxy's iptables do`(seed: UInt64) throws {
    let answers = RandomCluster(seed: seed).answersOnLocalhost
    let agreement = Agreement(on: [.linear, .tree, .nftables]) {
      Self.isByDesign($0) || answers && Self.isOnLocalhost($0)
    }
    let found = try agreement.disagreement(seed: seed, packets: Self.packets)
    #expect(found == nil)
  }

  /// Mode iptables alone has node ports at 127.0.0.1, as in kube-proxy.
  private static func isOnLocalhost(_ difference: Agreement.Difference) -> Bool {
    difference.mode != .tree && difference.first.packet.destination.isLoopback
  }

  /// What differs in kube-proxy too (docs/Artifacts/nftables.md); nothing of it reaches an endpoint.
  private static func isByDesign(_ difference: Agreement.Difference) -> Bool {
    let (linear, nftables) = (difference.first, difference.other)
    guard difference.mode == .nftables, linear.outcomes.count == 1, nftables.outcomes.count == 1
    else { return false }
    let address = linear.packet.destination
    var isFromNode = false
    if case .node = difference.packet.origin { isFromNode = true }
    return switch (linear.verdict, nftables.verdict) {
    // A cluster IP's wrong port; a node's own packet to an external address without endpoints.
    case (.unserved, .rejected), (.unserved, .dropped):
      RandomCluster.isClusterIP(address) || isFromNode && RandomService.isExternal(address)
    // From a source that is not allowed, where there are no endpoints either.
    case (.rejected, .dropped): RandomService.isExternal(address)
    // Node ports without endpoints, where node ports don't answer.
    case (.rejected, .unserved), (.dropped, .unserved): linear.packet.port.number >= 30_000
    default: false
    }
  }

  @Test(arguments: 0..<UInt64(260))
  func `mode ipvs does what kube-proxy's iptables do`(seed: UInt64) throws {
    let answers = RandomCluster(seed: seed).answersOnLocalhost
    let agreement = Agreement(on: [.linear, .ipvs]) {
      Self.isDifferentInIPVS($0) || answers && Self.isOnLocalhost($0)
    }
    let found = try agreement.disagreement(seed: seed, packets: Self.packets)
    #expect(found == nil)
  }

  /// What differs in kube-proxy too (docs/Artifacts/ipvs.md).
  private static func isDifferentInIPVS(_ difference: Agreement.Difference) -> Bool {
    let (linear, ipvs) = (difference.first, difference.other)
    func meets(_ trace: Trace, _ words: String...) -> Bool {
      trace.outcomes.contains { outcome in
        outcome.steps.contains { step in words.contains { step.rule.contains($0) } }
      }
    }
    // Policy Local: no short cut for pods and the node, and all endpoints where there are none here.
    if meets(linear, "KUBE-SVL-", "pod traffic for", "LOCAL traffic for", "no local endpoints")
      || meets(ipvs, "externalTrafficPolicy=local")
    {
      return true
    }
    return switch (linear.verdict, ipvs.verdict) {
    // Its addresses are on every host, so what no Service has is refused there.
    case (.unserved, .rejected): meets(ipvs, "IPVS-IPS dst -j REJECT", " -s rr")
    // The set of health-check ports does not know protocols.
    case (.unserved, .delivered): meets(ipvs, "HEALTH-CHECK-NODE-PORT dst -j ACCEPT")
    // Source ranges hold also where there are no endpoints.
    case (.rejected, .dropped): meets(ipvs, "KUBE-SOURCE-RANGES-FIREWALL -j DROP")
    // Node ports without endpoints, where node ports don't answer.
    case (.rejected, .unserved), (.dropped, .unserved): linear.packet.port.number >= 30_000
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
