import Diagnostics
import NetworkTypes
import Tracing

/// A trace with the words that a user has for things.
struct TraceAnswer {
  let trace: Trace
  let question: TraceQuestion
  let places: Places
  let tree: TracedTree

  /// Where the Service of an object is written.
  func source(of object: String?) -> String? {
    object.flatMap { tree.sources[String($0.prefix { $0 != ":" })] }
  }

  func pod(of outcome: Trace.Outcome) -> String? { outcome.netns.flatMap(places.pod(inNetns:)) }
}

// MARK: - JSON

extension TraceAnswer {
  /// One object (docs/Trace.md).
  var json: [UInt8] {
    var writer = JSONWriter(layout: .indented)
    writer.object { object in
      object.member("verdict", trace.verdict.rawValue)
      object.member("endpoints") { value in
        value.array { array in
          for outcome in trace.outcomes where outcome.endpoint != nil {
            append(outcome, to: &array)
          }
        }
      }
      object.member("masqueraded", trace.isMasqueraded)
      object.member("source", commonSource)
      object.member("steps") { value in
        value.array { array in for step in steps { append(step, to: &array) } }
      }
    }
    writer.endLine()
    return writer.bytes
  }

  /// Nil if the endpoints see several.
  private var commonSource: String? {
    let sources = Set(trace.outcomes.filter { $0.endpoint != nil }.map(\.source))
    return sources.count == 1 ? sources.first.map { "\($0)" } : nil
  }

  /// Those of all ways, each once.
  private var steps: [Step] {
    var seen: Set<Step> = []
    return trace.outcomes.flatMap(\.steps).filter { seen.insert($0).inserted }
  }

  private func append(_ outcome: Trace.Outcome, to array: inout JSONWriter) {
    array.object { object in
      object.member("address", outcome.endpoint.map { "\($0.address)" })
      object.member("port", outcome.endpoint.map { Int($0.port.number) })
      object.member("pod", pod(of: outcome))
      object.member("node", outcome.node)
      object.member("probability", fraction: outcome.probability)
      object.member("masqueraded", outcome.isMasqueraded)
      object.member("source", "\(outcome.source)")
    }
  }

  private func append(_ step: Step, to array: inout JSONWriter) {
    array.object { object in
      object.member("node", step.node)
      object.member("hook", step.hook)
      object.member("artifact", step.artifact)
      object.member("line", step.line)
      object.member("rule", step.rule)
      object.member("object", step.object)
      object.member("source", source(of: step.object))
    }
  }
}

// MARK: - text

extension TraceAnswer {
  /// More ways than this are counted, not shown.
  private static let shownWays = 16

  var text: [UInt8] {
    let packet = trace.packet
    var lines = [
      "\(packet.source) → \(packet.destination) port \(packet.port)/\(packet.transport)",
      "from \(question.from) to \(question.to)",
    ]
    let common = commonSteps
    appendSteps(common[...], under: nil, to: &lines)
    for outcome in trace.outcomes.prefix(Self.shownWays) {
      lines += ["", sentence(outcome)]
      appendSteps(outcome.steps[common.count...], under: common.last, to: &lines)
    }
    let more = trace.outcomes.count - Self.shownWays
    if more > 0 { lines += ["", "and \(more) more ways"] }
    return Array(lines.map { "\($0)\n" }.joined().utf8)
  }

  /// What all ways begin with; everything where there is one.
  private var commonSteps: [Step] {
    guard var common = trace.outcomes.first?.steps else { return [] }
    for outcome in trace.outcomes.dropFirst() {
      let count = zip(common, outcome.steps).prefix { $0 == $1 }.count
      common.removeLast(common.count - count)
    }
    return common
  }

  private func appendSteps(
    _ steps: ArraySlice<Step>, under last: Step?, to lines: inout [String]
  ) {
    var last = last
    for step in steps {
      if step.node != last?.node || step.hook != last?.hook {
        lines.append("  \(step.node): \(step.hook)")
      }
      let words = [step.object, source(of: step.object).map { "(\($0))" }].compactMap(\.self)
      let object = words.isEmpty ? "" : "  # \(words.joined(separator: " "))"
      lines.append("    \(step.artifact):\(step.line)\(object)")
      lines.append("      \(step.rule)")
      last = step
    }
  }

  private func sentence(_ outcome: Trace.Outcome) -> String {
    let percent = Self.percent(outcome.probability)
    let place =
      pod(of: outcome).map { "pod \($0) on \(outcome.node ?? "")" }
      ?? outcome.node.map { "node \($0)" } ?? "outside the cluster"
    let end = outcome.endpoint.map { "\($0), \(place)" } ?? ""
    let seen = "sees \(outcome.source)\(outcome.isMasqueraded ? ", masqueraded" : "")"
    switch outcome.verdict {
    case .delivered: return "\(percent) delivered to \(end), which \(seen)"
    case .rejected: return "\(percent) rejected: the sender is told"
    case .dropped: return "\(percent) dropped: the sender waits in vain"
    case .unserved: return "\(percent) no Service rule applies: goes on to \(end), which \(seen)"
    }
  }

  /// `33.3%`, `100%`
  private static func percent(_ probability: Double) -> String {
    let tenths = Int((probability * 1000).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)%" : "\(tenths / 10).\(tenths % 10)%"
  }
}
