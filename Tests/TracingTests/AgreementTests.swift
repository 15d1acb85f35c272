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
}
