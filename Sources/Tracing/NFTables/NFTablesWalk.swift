import NetworkTypes

/// One packet in one base chain.
struct NFTablesWalk {
  /// The kernel refuses loops of chains and more than 16 jumps (`NFT_JUMP_STACK_SIZE`).
  private static let maximumDepth = 64

  let table: NFTablesRuleset
  let host: Host
  private let path: String
  private let hook: String
  /// Those that some rule was the last one for.
  private(set) var ended: [Ended] = []

  init(table: NFTablesRuleset, host: Host, path: String, stage: HookStage) {
    self.table = table
    self.host = host
    self.path = path
    hook = "netc \(stage.name)"
  }

  /// Where the flows of one rule go on.
  private struct Onward {
    /// With the next rule.
    var next: [Flow] = []
    /// With the caller of the chain.
    var back: [Flow] = []
  }

  /// The flows that come back to the caller of the chain.
  /// - Parameter object: the service port whose entrance led here.
  mutating func go(
    through chain: Int, _ flows: [Flow], for object: String?, depth: Int
  ) throws(TraceFailure) -> [Flow] {
    var here = flows
    var back: [Flow] = []
    for rule in table.chains[chain].rules {
      if here.isEmpty { break }
      guard depth < Self.maximumDepth else {
        throw TraceFailure(path: path, line: rule.line, message: "chains lead to each other")
      }
      var next: [Flow] = []
      for flow in here {
        let onward = try ask(rule, flow, object, depth)
        next += onward.next
        back += onward.back
      }
      here = next
    }
    return back + here
  }

  private mutating func ask(
    _ rule: NFTablesRule, _ flow: Flow, _ object: String?, _ depth: Int
  ) throws(TraceFailure) -> Onward {
    var chance = 1.0
    var elements: [NFTablesSet.Element] = []
    for match in rule.matches {
      chance *= self.chance(of: match, flow, &elements)
      if chance == 0 { return Onward(next: [flow]) }
    }
    var met = Met(flow: flow, elements: elements, object: object)
    if chance < 1 { met.flow = flow.with(chance: chance) }
    var onward = try take(rule, met, depth)
    if chance < 1 { onward.next.append(flow.with(chance: 1 - chance)) }
    return onward
  }

  /// A flow that a rule applies to, with the elements of sets by which it does.
  private struct Met {
    var flow: Flow
    var elements: [NFTablesSet.Element]
    let object: String?

    func with(_ element: NFTablesSet.Element) -> Met {
      var met = self
      met.elements.append(element)
      return met
    }
  }

  private mutating func take(
    _ rule: NFTablesRule, _ met: Met, _ depth: Int
  ) throws(TraceFailure) -> Onward {
    switch rule.action {
    case .verdict(let verdict): return try follow(verdict, rule, met, depth)
    case .verdictOf(let map, let fields):
      guard let element = table.sets[map].element(for: met.flow.packet, fields),
        case .verdict(let verdict) = element.data
      else { return Onward(next: [met.flow]) }
      return try follow(verdict, rule, met.with(element), depth)
    case .dnatBy(let map, let fields, let count):
      return draw(rule, met, table.sets[map], fields, count)
    default: return apply(rule, met)
    }
  }

  private mutating func follow(
    _ verdict: NFTablesVerdict, _ rule: NFTablesRule, _ met: Met, _ depth: Int
  ) throws(TraceFailure) -> Onward {
    let (taken, object) = stepping(on: rule, met)
    switch verdict {
    case .drop: ended.append(Ended(flow: taken, verdict: .drop))
    case .reject: ended.append(Ended(flow: taken, verdict: .reject))
    case .jump(let chain):
      let back = try go(through: chain, [taken], for: object, depth: depth + 1)
      return Onward(next: back.map { $0.forgetting(taken, for: met.flow) })
    case .goTo(let chain):
      let back = try go(through: chain, [taken], for: object, depth: depth + 1)
      return Onward(back: back.map { $0.forgetting(taken, for: met.flow) })
    }
    return Onward()
  }

  /// What has no element for the number that was drawn goes on with the next rule.
  private mutating func draw(
    _ rule: NFTablesRule, _ met: Met, _ map: NFTablesSet, _ fields: [NFTablesField], _ count: Int
  ) -> Onward {
    var onward = Onward()
    for number in 0..<count {
      var met = met
      met.flow = met.flow.with(chance: 1 / Double(count))
      guard let element = map.element(for: met.flow.packet, fields, number: number),
        case .endpoint(let endpoint) = element.data
      else {
        onward.next.append(met.flow)
        continue
      }
      var (flow, _) = stepping(on: rule, met.with(element))
      flow.translate(to: endpoint)
      ended.append(Ended(flow: flow, verdict: .accept))
    }
    return onward
  }

  private mutating func apply(_ rule: NFTablesRule, _ met: Met) -> Onward {
    var (flow, _) = stepping(on: rule, met)
    switch rule.action {
    case .setBits(let bits):
      flow.packet.mark |= bits
      return Onward(next: [flow])
    case .flipBits(let bits):
      flow.packet.mark ^= bits
      return Onward(next: [flow])
    case .masquerade: flow.masquerade(as: host)
    case .dnat(let endpoint): flow.translate(to: endpoint)
    case .remember, .verdict, .verdictOf, .dnatBy: return Onward(next: [flow])
    }
    ended.append(Ended(flow: flow, verdict: .accept))
    return Onward()
  }

  /// The flow with the rule and its elements on its trail, and the service port that they are for.
  private func stepping(on rule: NFTablesRule, _ met: Met) -> (Flow, String?) {
    let object = met.elements.lazy.compactMap(\.object).first ?? met.object
    var flow = met.flow
    for (line, text) in [(rule.line, rule.text)] + met.elements.map({ ($0.line, $0.text) }) {
      let step = Step(
        node: host.name, hook: hook, artifact: path, line: line, rule: String(text), object: object)
      flow.trail = Trail(step, after: flow.trail)
    }
    return (flow, object)
  }
}
