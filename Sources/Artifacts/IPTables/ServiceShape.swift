import Planning

/// A way to put the Services of a node into iptables rules. Each shape has its own chains and the
/// same effect on every packet.
protocol ServiceShape {
  func rules(on node: NodePlan) -> ServiceTables
}

/// What a shape adds to the two tables.
struct ServiceTables {
  var filterJumps: [IPTablesDocument.Rule] = []
  var filterChains: [ChainName] = []
  var filter: [IPTablesDocument.Rule] = []
  var natJumps: [IPTablesDocument.Rule] = []
  var natChains: [ChainName] = []
  var nat: [IPTablesDocument.Line] = []
}
