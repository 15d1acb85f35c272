import NetworkTypes

/// The files of a node that hold rules for packets, and who reads them. A backend is one line.
enum RuleFiles {
  private struct Backend {
    let family: IPFamily
    let file: String
    let read: @Sendable (PrintedFile) throws(TraceFailure) -> any HookProgram
  }

  private static let all = [
    Backend(family: .ipv4, file: "iptables.rules") { file throws(TraceFailure) in
      try IPTablesProgram(file)
    },
    Backend(family: .ipv6, file: "ip6tables.rules") { file throws(TraceFailure) in
      try IPTablesProgram(file)
    },
    Backend(family: .ipv4, file: "nftables.nft") { file throws(TraceFailure) in
      try NFTablesProgram(file, .ipv4)
    },
    Backend(family: .ipv6, file: "nftables.nft") { file throws(TraceFailure) in
      try NFTablesProgram(file, .ipv6)
    },
    Backend(family: .ipv4, file: "ipvsadm.rules") { file throws(TraceFailure) in
      try IPVSProgram(file, .ipv4)
    },
    Backend(family: .ipv6, file: "ipvsadm.rules") { file throws(TraceFailure) in
      try IPVSProgram(file, .ipv6)
    },
  ]

  /// What rules look packets up in.
  static let sets = "ipset.rules"

  /// What load-balancer addresses a host carries.
  static let announced = "announce.sh"

  /// Files that new connections don't meet.
  private static let silent: Set<Substring> = ["node.sh", "sysctl.conf", "conntrack.tsv"]

  /// Whether a file in a node's folder is one of these, or tells nothing about packets.
  static func knows(_ name: Substring) -> Bool {
    silent.contains(name) || name == sets || name == announced || all.contains { $0.file == name }
  }

  /// Whether a path is that of a file with rules.
  static func isRules(_ path: String) -> Bool {
    path.hasSuffix("/\(sets)") || all.contains { path.hasSuffix("/\($0.file)") }
  }

  static func programs(
    of node: String, _ family: IPFamily, in files: [String: PrintedFile]
  ) throws(TraceFailure) -> [any HookProgram] {
    var programs: [any HookProgram] = []
    for backend in all where backend.family == family {
      if let file = files["nodes/\(node)/\(backend.file)"] {
        programs.append(try backend.read(file))
      }
    }
    return programs
  }
}
