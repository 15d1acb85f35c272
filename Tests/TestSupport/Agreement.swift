import NetworkTypes
package import Tracing

/// A way to serve Services, as fields of `spec.proxy`.
package struct ProxyMode: Sendable, CustomStringConvertible {
  package let description: String

  package init(_ proxy: String) { description = proxy }

  package static let linear = ProxyMode("mode: iptables, dispatch: linear")
  package static let tree = ProxyMode("mode: iptables, dispatch: tree")
  package static let nftables = ProxyMode("mode: nftables")

  /// Which is an error in mode nftables, as in kube-proxy.
  fileprivate var canAnswerOnLocalhost: Bool { !description.contains("nftables") }
}

/// Sends random packets through random clusters that are compiled in several modes, and finds the
/// first that doesn't fare the same in all.
package struct Agreement {
  private let modes: [ProxyMode]
  /// Whether a mode may differ from the first one for a packet, by upstream's design.
  private let isExpected: @Sendable (_ packet: RandomPacket, _ first: Trace, _ other: Trace) -> Bool

  package init(
    on modes: [ProxyMode],
    except isExpected: @escaping @Sendable (RandomPacket, Trace, Trace) -> Bool = { _, _, _ in false }
  ) {
    self.modes = modes
    self.isExpected = isExpected
  }

  /// What was found for the smallest part of the seed's cluster that still shows it; nil where all
  /// agree on all packets.
  package func disagreement(seed: UInt64, packets: Int) throws -> String? {
    var cluster = RandomCluster(seed: seed)
    if !modes.allSatisfy(\.canAnswerOnLocalhost) { cluster.answersOnLocalhost = false }
    var random = SeededRandom(seed: ~seed)
    var tracers = try tracers(cluster)
    for _ in 0..<packets {
      let packet = RandomPacket(in: cluster, &random)
      guard let found = try difference(packet, &tracers) else { continue }
      return try shrink(cluster, packet, found)
    }
    return nil
  }

  private func tracers(_ cluster: RandomCluster) throws -> [Tracer] {
    try modes.map { mode in
      let text = cluster.text.replacing("PROXY", with: mode.description)
      let traced = TracedYAML(text)
      guard let tracer = traced.tracer else {
        throw Unusable(description: "seed \(cluster.seed):\n\(traced.complaints)\n\(text)")
      }
      return tracer
    }
  }

  struct Unusable: Error, CustomStringConvertible { let description: String }

  private func difference(
    _ packet: RandomPacket, _ tracers: inout [Tracer]
  ) throws -> String? {
    var stories: [String] = []
    var first: Trace?
    var differs = false
    for index in tracers.indices {
      let trace = try tracers[index].trace(
        from: packet.origin, to: packet.destination, packet.transport,
        remembered: packet.remembered)
      guard let trace else { return nil }
      stories.append("\(modes[index]):\(trace.story)")
      if let first {
        differs = differs || !first.agrees(with: trace) && !isExpected(packet, first, trace)
      } else {
        first = trace
      }
    }
    return differs ? "\(packet)\n\(stories.joined(separator: "\n"))" : nil
  }

  private func shrink(
    _ cluster: RandomCluster, _ packet: RandomPacket, _ found: String
  ) throws -> String {
    var smallest = cluster
    var story = found
    search: while true {
      for smaller in smallest.smaller {
        guard var tracers = try? tracers(smaller),
          let found = try difference(packet, &tracers)
        else { continue }
        smallest = smaller
        story = found
        continue search
      }
      return "seed \(cluster.seed): \(story)\n\(smallest.text)"
    }
  }
}

extension RandomCluster {
  /// The same with one thing less.
  fileprivate var smaller: [RandomCluster] {
    var all: [RandomCluster] = []
    for index in services.indices {
      var one = self
      one.services.remove(at: index)
      all.append(one)
      for endpoint in services[index].endpoints.indices {
        var one = self
        one.services[index].endpoints.remove(at: endpoint)
        all.append(one)
      }
      for port in services[index].ports.indices where services[index].ports.count > 1 {
        var one = self
        one.services[index].ports.remove(at: port)
        all.append(one)
      }
    }
    if masqueradesAll {
      var one = self
      one.masqueradesAll = false
      all.append(one)
    }
    if !nodePortAddresses.isEmpty {
      var one = self
      one.nodePortAddresses = []
      all.append(one)
    }
    return all
  }
}

extension Trace {
  /// What clients and endpoints can tell, with the chances; printed ones have ten digits.
  package func agrees(with other: Trace) -> Bool {
    let mine = chances
    let theirs = other.chances
    return Set(mine.keys).union(theirs.keys).allSatisfy {
      abs(mine[$0, default: 0] - theirs[$0, default: 0]) < 1e-6
    }
  }

  private var chances: [String: Double] {
    var chances: [String: Double] = [:]
    for outcome in outcomes {
      let end = outcome.endpoint.map { "\($0) on \(outcome.node ?? "-") from \(outcome.source)" }
      chances["\(outcome.verdict) \(end ?? "")", default: 0] += outcome.probability
    }
    return chances
  }

  /// For the message of a failed test.
  package var story: String {
    outcomes.map { outcome in
      let end = outcome.endpoint.map { " to \($0)" } ?? ""
      return "\n\(outcome.verdict)\(end) \(outcome.probability) source \(outcome.source)"
        + outcome.steps.map { "\n  \($0.node) \($0.hook) \($0.artifact):\($0.line) \($0.rule)" }
        .joined()
    }.joined()
  }
}
