import NetworkTypes
package import Tracing

/// A way to serve Services, as fields of `spec.proxy`.
package struct ProxyMode: Hashable, Sendable, CustomStringConvertible {
  package let description: String

  package init(_ proxy: String) { description = proxy }

  package static let linear = ProxyMode("mode: iptables, dispatch: linear")
  package static let tree = ProxyMode("mode: iptables, dispatch: tree")
  package static let ipvs = ProxyMode("mode: ipvs")
  package static let nftables = ProxyMode("mode: nftables")
}

/// Sends random packets through random clusters that are compiled in several modes, and finds the
/// first that doesn't fare the same in all.
package struct Agreement {
  private let modes: [ProxyMode]
  /// What a mode made of a packet, and what the first mode did.
  package struct Difference {
    package let packet: RandomPacket
    package let mode: ProxyMode
    package let first: Trace
    package let other: Trace
  }

  /// Whether modes may differ so, by upstream's design.
  private let isExpected: @Sendable (Difference) -> Bool

  package init(
    on modes: [ProxyMode],
    except isExpected: @escaping @Sendable (Difference) -> Bool = { _ in false }
  ) {
    self.modes = modes
    self.isExpected = isExpected
  }

  /// What was found for the smallest part of the seed's cluster that still shows it; nil where all
  /// agree on all packets.
  package func disagreement(seed: UInt64, packets: Int) throws -> String? {
    let cluster = RandomCluster(seed: seed)
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
        let difference = Difference(
          packet: packet, mode: modes[index], first: first, other: trace)
        differs = differs || !first.agrees(with: trace) && !isExpected(difference)
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
