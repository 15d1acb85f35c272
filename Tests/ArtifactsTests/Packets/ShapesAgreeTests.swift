import NetworkTypes
import Planning
import Testing

@testable import Artifacts

/// Whatever the Services are: every packet fares the same in kube-proxy's shape and in netc's.
struct ShapesAgreeTests {
  private static let clusters: Range<UInt64> = 0..<240
  private static let packetsPerCluster = 50

  @Test(arguments: clusters)
  func `the tree does what the linear shape does`(seed: UInt64) throws {
    let cluster = RandomCluster(seed: seed)
    guard let found = try disagreement(cluster, seed) else { return }
    var smallest = (cluster, found)
    while let less = try smallest.0.smaller.lazy.compactMap({ smaller in
      try self.disagreement(smaller, on: smallest.1.packets).map { (smaller, $0) }
    }).first { smallest = less }
    Issue.record("seed \(seed)\n\(smallest.1.text)\n\(description(of: smallest.0))")
  }

  struct Disagreement {
    let packets: Packets
    let text: String
  }

  /// A packet, another of the same client some seconds later, and a mark for the filter table.
  struct Packets {
    let first: Packet
    let second: Packet
    let seconds: Int
  }

  private func disagreement(_ cluster: RandomCluster, _ seed: UInt64) throws -> Disagreement? {
    let journeys = try Journeys(cluster)
    var packets = RandomPackets(cluster, seed: seed)
    for _ in 0..<Self.packetsPerCluster {
      let first = packets.next()
      let pair = Packets(
        first: first, second: packets.second(after: first),
        seconds: packets.generator.pick([0, 599, 601, 10_799, 10_801]))
      if let found = journeys.disagreement(on: pair) { return found }
    }
    return nil
  }

  private func disagreement(
    _ cluster: RandomCluster, on packets: Packets
  ) throws -> Disagreement? {
    try Journeys(cluster).disagreement(on: packets)
  }

  private func description(of cluster: RandomCluster) -> String {
    let plans = cluster.ports.map { "\($0)" }.joined(separator: "\n")
    let texts = [ProxyPlan.IPTablesShape.linear, .tree].map { Journeys.text(cluster, $0) }
    return "on node \(cluster.position), masquerades all: \(cluster.masqueradesAll), "
      + "\(cluster.nodePortAddresses)\n\(plans)\n\(texts.joined(separator: "\n"))"
  }
}

/// The same host with the rules of either shape.
private struct Journeys {
  let linear: Journey
  let tree: Journey

  init(_ cluster: RandomCluster) throws {
    let host = cluster.host
    linear = Journey(rules: try ReadRules(Self.text(cluster, .linear), on: host), host: host)
    tree = Journey(rules: try ReadRules(Self.text(cluster, .tree), on: host), host: host)
  }

  static func text(_ cluster: RandomCluster, _ shape: ProxyPlan.IPTablesShape) -> String {
    var translation = IPTablesTranslation(cluster.plan(shape), cluster.family)
    let document = translation.document(for: cluster.node(cluster.position))
    return String(decoding: IPTablesPrinter(document).out.bytes, as: UTF8.self)
  }

  func disagreement(on packets: ShapesAgreeTests.Packets) -> ShapesAgreeTests.Disagreement? {
    let (one, other) = (outcomes(packets, linear), outcomes(packets, tree))
    if one.isAlmost(other) { return nil }
    return ShapesAgreeTests.Disagreement(
      packets: packets,
      text: """
        \(packets.first), then after \(packets.seconds) s \(packets.second)
        linear: \(one)
        tree: \(other)
        """)
  }

  /// What becomes of the first packet, and of the second after each end of the first; then what
  /// the filter table says to later packets.
  private func outcomes(
    _ packets: ShapesAgreeTests.Packets, _ journey: Journey
  ) -> Distribution {
    var found = Distribution()
    for end in journey.ends(of: packets.first) {
      let memory = end.memory.mapValues { $0 + packets.seconds }
      for later in journey.ends(of: packets.second, memory: memory) {
        found.add("\(end.outcome), then \(later.outcome)", end.chance * later.chance)
      }
    }
    for state in ["ESTABLISHED", "RELATED", "INVALID"] {
      for flow in journey.verdicts(on: packets.first, state: state) {
        found.add("\(state): \(flow.verdict.map { "\($0)" } ?? "policy")", flow.chance)
      }
    }
    return found
  }
}
