import NetworkTypes

/// Health check node ports are open, whatever the policy of INPUT is; who answers there is not
/// netc's business.
enum HealthPorts {
  typealias Rule = IPTablesDocument.Rule

  /// Behind the jumps that INPUT has already.
  static func add(_ ports: [PortEntrance], to tables: inout ServiceTables) {
    guard !ports.isEmpty else { return }
    var writer = TreeWriter(role: "NETC-H-")
    writer.dispatch(ports, from: .netcHealth)
    let position = tables.filterJumps.count { $0.chain == ChainName("INPUT") } + 1
    tables.filterJumps.append(
      Rule(hook: "INPUT", position, .netcHealth))
    tables.filterChains += [.netcHealth] + writer.chains
    tables.filter += writer.lines
  }
}
