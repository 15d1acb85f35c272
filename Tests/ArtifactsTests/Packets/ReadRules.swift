import NetworkTypes
import TestSupport

/// A rules file as the kernel runs it: a packet goes in at a hook of a table, and what may become
/// of it comes out, each with its chance.
struct ReadRules {
  private var chains: [String: [ReadRule]] = [:]
  private let host: Host

  init(_ text: String, on host: Host) throws {
    self.host = host
    for table in try RestoreText(text).tables {
      for rule in table.rules {
        let read = try ReadRule(rule)
        let name = Self.name(table.name, rule.chain)
        let place = rule.position.map { $0 - 1 } ?? chains[name, default: []].count
        chains[name, default: []].insert(read, at: place)
      }
    }
  }

  private static func name(_ table: String, _ chain: String) -> String { "\(table) \(chain)" }

  /// Without a verdict: the policy of the hook decides.
  func run(_ table: String, _ hook: String, _ flow: Flow) -> [Flow] {
    walk(table, hook, flow)
  }

  private func walk(_ table: String, _ chain: String, _ flow: Flow) -> [Flow] {
    var here = [flow]
    var gone: [Flow] = []
    for rule in chains[Self.name(table, chain), default: []] where !here.isEmpty {
      var next: [Flow] = []
      for flow in here {
        let (matching, others) = split(flow, by: rule)
        next += others
        for flow in matching { apply(rule.effect, table, flow, stays: &next, leaves: &gone) }
      }
      here = next
    }
    return gone + here
  }

  /// A `goto` gives what the other chain gives: who falls out of that falls out of this one.
  private func apply(
    _ effect: ReadRule.Effect, _ table: String, _ flow: Flow, stays: inout [Flow],
    leaves: inout [Flow]
  ) {
    var flow = flow
    switch effect {
    case .none: stays.append(flow)
    case .jump(let chain):
      for flow in walk(table, chain, flow) {
        if flow.verdict == nil { stays.append(flow) } else { leaves.append(flow) }
      }
    case .goTo(let chain): leaves += walk(table, chain, flow)
    case .returnToCaller: leaves.append(flow)
    case .mark(let or, let xor):
      flow.mark = (flow.mark | or) ^ xor
      stays.append(flow)
    case .verdict(let verdict):
      flow.verdict = verdict
      leaves.append(flow)
    case .masquerade:
      flow.isMasqueraded = true
      flow.verdict = .accept
      leaves.append(flow)
    case .translate(let address, let port):
      flow.packet.destination = address
      flow.packet.port = port
      flow.isTranslated = true
      flow.verdict = .accept
      leaves.append(flow)
    }
  }

  /// The parts of a flow that meet a rule and that don't; in order, as some conditions do things.
  private func split(_ flow: Flow, by rule: ReadRule) -> (matching: [Flow], others: [Flow]) {
    var flow = flow
    var others: [Flow] = []
    for (condition, isNegated) in rule.conditions {
      if case .chance(let chance) = condition {
        var other = flow
        other.chance *= 1 - chance
        others.append(other)
        flow.chance *= chance
      } else if holds(condition, &flow) == isNegated {
        return ([], others + [flow])
      }
    }
    return ([flow], others)
  }

  private func holds(_ condition: ReadRule.Condition, _ flow: inout Flow) -> Bool {
    switch condition {
    case .transport(let transport): return flow.packet.transport == transport
    case .source(let prefix): return prefix.contains(flow.packet.source)
    case .destination(let prefix): return prefix.contains(flow.packet.destination)
    case .ports(let ports): return ports.contains(flow.packet.port.number)
    case .destinationIsLocal: return host.owns(flow.packet.destination)
    case .sourceIsLocal: return host.owns(flow.packet.source)
    case .states(let states):
      return states.contains(flow.state) || (flow.isTranslated && states.contains("DNAT"))
    case .mark(let value, let mask): return flow.mark & mask == value
    case .chance: return true
    case .recently(let list, let seconds): return flow.memory[list].map { $0 <= seconds } ?? false
    case .remember(let list):
      flow.memory[list] = 0
      return true
    }
  }
}
