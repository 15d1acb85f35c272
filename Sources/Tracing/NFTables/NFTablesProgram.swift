import NetworkTypes

/// The table of one family in `nftables.nft`, as the kernel goes through it.
struct NFTablesProgram: HookProgram {
  private let path: String
  private let table: NFTablesRuleset?
  let stages: [HookStage]

  init(_ file: PrintedFile, _ family: IPFamily) throws(TraceFailure) {
    path = file.path
    table = try NFTablesReader.read(file, family)
    stages = table?.chains.compactMap { $0.rules.isEmpty ? nil : $0.stage } ?? []
  }

  func run(_ flow: Flow, at stage: HookStage, on host: Host) throws(TraceFailure) -> [Ended] {
    guard let table, let entry = table.chains.firstIndex(where: { $0.stage == stage }) else {
      return [Ended(flow: flow, verdict: .accept)]
    }
    var walk = NFTablesWalk(table: table, host: host, path: path, stage: stage)
    // Those that come back from a base chain meet its policy.
    let back = try walk.go(through: entry, [flow], for: nil, depth: 0)
    return walk.ended + back.map { Ended(flow: $0, verdict: .accept) }
  }
}
