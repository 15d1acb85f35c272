import Planning

/// A way to put the Services of a node into iptables rules. Each shape has its own chains and the
/// same effect on every packet.
protocol ServiceShape {
  func rules(on node: NodePlan) -> ServiceTables
}

/// Services that are in nftables' hands.
struct ServicesElsewhere: ServiceShape {
  func rules(on node: NodePlan) -> ServiceTables { ServiceTables() }
}

/// What a shape adds to the two tables.
struct ServiceTables {
  var filterJumps: [IPTablesDocument.Rule] = []
  var filterChains: [ChainName] = []
  var filter: [IPTablesDocument.Line] = []
  var natJumps: [IPTablesDocument.Rule] = []
  var natChains: [ChainName] = []
  var nat: [IPTablesDocument.Line] = []

  /// The same, with the rules as text: for nodes that have them in common.
  var printed: ServiceTables {
    var printed = self
    printed.filter = [.printed(IPTablesPrinter(filter).out)]
    printed.nat = [.printed(IPTablesPrinter(nat).out)]
    return printed
  }
}

extension [IPTablesDocument.Rule] {
  var lines: [IPTablesDocument.Line] { map { .rule($0) } }
}
