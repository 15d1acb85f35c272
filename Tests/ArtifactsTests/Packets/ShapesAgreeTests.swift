import NetworkTypes
import Planning
import TestSupport
import Testing

@testable import Artifacts

/// Whatever the Services are: every packet fares the same in kube-proxy's shape and in netc's.
struct ShapesAgreeTests {
  private static let groups: Range<UInt64> = 0..<12
  private static let clustersPerGroup: UInt64 = 20
  private static let packetsPerCluster = 50
  /// Steps of shrinking are tries at a whole cluster each.
  private static let mostTries = 400

  /// One failure a group is enough to look at.
  @Test(arguments: groups)
  func `the tree does what the linear shape does`(group: UInt64) throws {
    for seed in group * Self.clustersPerGroup..<(group + 1) * Self.clustersPerGroup {
      let cluster = RandomCluster(seed: seed)
      #expect(try Journeys.faults(cluster).isEmpty, "seed \(seed)")
      guard let found = try disagreement(cluster, seed) else { continue }
      let (smallest, rest) = try shrink(cluster, found)
      Issue.record("seed \(seed)\n\(rest.text)\n\(description(of: smallest))")
      return
    }
  }

  private func shrink(
    _ cluster: RandomCluster, _ found: Disagreement
  ) throws -> (RandomCluster, Disagreement) {
    var smallest = (cluster, found)
    var tries = 0
    while tries < Self.mostTries {
      let less = try smallest.0.smaller.lazy.compactMap { smaller in
        tries += 1
        return try self.disagreement(smaller, on: found.packets).map { (smaller, $0) }
      }.first
      guard let less else { break }
      smallest = less
    }
    return smallest
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
    return
      "on node \(cluster.position), \(cluster.proxy)\n\(plans)\n\(texts.joined(separator: "\n"))"
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

  /// What is wrong with the references of either file.
  static func faults(_ cluster: RandomCluster) throws -> [String] {
    try [ProxyPlan.IPTablesShape.linear, .tree].flatMap {
      RestoreReferences.faults(in: try RestoreText(text(cluster, $0)))
    }
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
