package import NetworkTypes

/// What becomes of a new connection.
package struct Trace: Sendable {
  /// The packet as it was sent.
  package let packet: Packet
  /// Every end that its ways may come to, each once, the likeliest first; the probabilities add
  /// up to 1.
  package let outcomes: [Outcome]

  init(packet: Packet, ways: [Outcome]) {
    self.packet = packet
    var places: [Outcome.End: Int] = [:]
    var merged: [Outcome] = []
    for way in ways {
      if let place = places[way.end] {
        merged[place].probability += way.probability
      } else {
        places[way.end] = merged.count
        merged.append(way)
      }
    }
    outcomes = merged.enumerated().sorted {
      ($1.element.probability, $0.offset) < ($0.element.probability, $1.offset)
    }.map(\.element)
  }

  /// How it ends.
  package enum Verdict: String, Sendable {
    /// Some rule of a Service sent it where it arrived, or let it in.
    case delivered
    /// The sender is told.
    case rejected
    /// The sender waits in vain.
    case dropped
    /// No rule of a Service applies; the packet goes on as it is.
    case unserved
  }

  /// One way's end.
  package struct Outcome: Sendable {
    package let verdict: Verdict
    package fileprivate(set) var probability: Double
    /// Where it arrives, or would if somebody listened; nil where it was stopped.
    package let endpoint: Endpoint?
    /// The namespace `/run/netns/NAME` that has the address; nil for hosts and the outside.
    package let netns: String?
    /// Nil for the outside.
    package let node: String?
    /// A rule put the address of a host in the place of the source; a host's own packets may have
    /// had it before.
    package let isMasqueraded: Bool
    /// What the endpoint sees as the client's address.
    package let source: IPAddress
    /// Of the first of the ways that end here.
    package let steps: [Step]

    fileprivate struct End: Hashable {
      let verdict: Verdict
      let endpoint: Endpoint?
      let node: String?
      let isMasqueraded: Bool
      let source: IPAddress
    }

    fileprivate var end: End {
      End(
        verdict: verdict, endpoint: endpoint, node: node, isMasqueraded: isMasqueraded,
        source: source)
    }
  }

  /// That of the ways that get furthest.
  package var verdict: Verdict {
    let order: [Verdict] = [.delivered, .unserved, .rejected, .dropped]
    return order.first { verdict in outcomes.contains { $0.verdict == verdict } } ?? .dropped
  }

  /// Whether it is on some way to an endpoint.
  package var isMasqueraded: Bool {
    outcomes.contains { $0.endpoint != nil && $0.isMasqueraded }
  }
}
