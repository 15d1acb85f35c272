import NetworkTypes

/// `iptables.rules` or `ip6tables.rules`, as the kernel goes through them.
struct IPTablesProgram: HookProgram {
  private let path: String
  private let ruleset: IPTablesRuleset
  let stages: [HookStage]

  init(_ file: PrintedFile) throws(TraceFailure) {
    path = file.path
    ruleset = try IPTablesReader.read(file)
    stages = ruleset.tables.flatMap { table in
      (IPTablesRuleset.builtIn(table.name) ?? []).compactMap { hook, priority in
        // A chain without rules has nothing to say.
        table.entry(hook).flatMap { table.chains[$0].rules.isEmpty ? nil : $0 }.map { _ in
          HookStage(
            hook: hook, priority: priority, isTranslating: table.isTranslating, name: table.name)
        }
      }
    }
  }

  func run(_ flow: Flow, at stage: HookStage, on host: Host) throws(TraceFailure) -> [Ended] {
    if let unknown = ruleset.sets.filter({ !host.sets.has($0.key) }).min(by: { $0.value < $1.value }
    ) {
      throw TraceFailure(
        path: path, line: unknown.value, message: "there is no set \(unknown.key)")
    }
    guard let table = ruleset.tables.first(where: { $0.name == stage.name }),
      let entry = table.entry(stage.hook)
    else { return [Ended(flow: flow, verdict: .accept)] }
    var walk = IPTablesWalk(
      table: table, lists: ruleset.lists, host: host, path: path, hook: stage.hook)
    // Those that come back from a built-in chain meet its policy, which netc leaves at ACCEPT.
    let back = try walk.go(through: entry, [flow], depth: 0)
    return walk.ended + back.map { Ended(flow: $0, verdict: .accept) }
  }
}

/// One packet in one table at one hook.
struct IPTablesWalk {
  /// The kernel refuses loops of chains; netc's are a few deep.
  private static let maximumDepth = 64

  let table: IPTablesTable
  let lists: RecentLists
  let host: Host
  let path: String
  let hook: Hook
  /// Those that some rule was the last one for.
  private(set) var ended: [Ended] = []

  init(table: IPTablesTable, lists: RecentLists, host: Host, path: String, hook: Hook) {
    self.table = table
    self.lists = lists
    self.host = host
    self.path = path
    self.hook = hook
  }

  /// The flows that come back to the caller of the chain.
  mutating func go(
    through chain: Int, _ flows: [Flow], depth: Int
  ) throws(TraceFailure) -> [Flow] {
    var here = flows
    var back: [Flow] = []
    for rule in table.chains[chain].rules {
      if here.isEmpty { break }
      var next: [Flow] = []
      for flow in here {
        let chance = self.chance(of: rule, flow)
        if chance < 1 { next.append(chance == 0 ? flow : flow.with(chance: 1 - chance)) }
        guard chance > 0 else { continue }
        let taken = stepping(on: rule, chance == 1 ? flow : flow.with(chance: chance))
        switch rule.target {
        case .jump(let target):
          try check(depth, rule)
          next += try go(through: target, [taken], depth: depth + 1).map {
            $0.forgetting(taken, for: flow)
          }
        case .goTo(let target):
          try check(depth, rule)
          back += try go(through: target, [taken], depth: depth + 1).map {
            $0.forgetting(taken, for: flow)
          }
        case .returnToCaller: back.append(taken)
        default: if let flow = apply(rule.target, to: taken) { next.append(flow) }
        }
      }
      here = next
    }
    return back + here
  }

  private func check(_ depth: Int, _ rule: IPTablesRule) throws(TraceFailure) {
    guard depth < Self.maximumDepth else {
      throw TraceFailure(path: path, line: rule.line, message: "chains lead to each other")
    }
  }

  private func chance(of rule: IPTablesRule, _ flow: Flow) -> Double {
    var chance = 1.0
    for match in rule.matches {
      chance *= match.chance(flow, on: host, lists)
      if chance == 0 { break }
    }
    return chance
  }

  private func stepping(on rule: IPTablesRule, _ flow: Flow) -> Flow {
    if case .none = rule.target { return flow }
    var flow = flow
    flow.trail = Trail(
      Step(
        node: host.name, hook: "\(table.name) \(hook.rawValue)", artifact: path, line: rule.line,
        rule: String(rule.text),
        object: rule.object), after: flow.trail)
    return flow
  }

  /// What the rule makes of the flow; nil if it was the last rule for it.
  private mutating func apply(_ target: IPTablesTarget, to flow: Flow) -> Flow? {
    var flow = flow
    switch target {
    case .accept:
      // What is let in on purpose is a Service's; what is let through need not be.
      if hook == .input { flow.isServed = true }
      ended.append(Ended(flow: flow, verdict: .accept))
    case .drop: ended.append(Ended(flow: flow, verdict: .drop))
    case .reject: ended.append(Ended(flow: flow, verdict: .reject))
    case .dnat(let endpoint):
      flow.translate(to: endpoint)
      ended.append(Ended(flow: flow, verdict: .accept))
    case .masquerade:
      flow.masquerade(as: host)
      ended.append(Ended(flow: flow, verdict: .accept))
    case .mark(let value, let mask):
      flow.packet.mark = flow.packet.mark & ~mask ^ value
      return flow
    case .none, .jump, .goTo, .returnToCaller: return flow
    }
    return nil
  }
}
