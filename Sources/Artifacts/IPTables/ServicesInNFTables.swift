import NetworkTypes
import Planning

/// What Services in nftables' hands need of iptables: nftables cannot accept what a policy of
/// FORWARD or INPUT drops.
struct ServicesInNFTables: ServiceShape {
  typealias Rule = IPTablesDocument.Rule

  let ports: [ServicePortPlan]

  func rules(on node: NodePlan) -> ServiceTables {
    var tables = ServiceTables(
      filterJumps: [Rule(hook: "FORWARD", 1, .netcProxy)],
      filterChains: [.netcProxy],
      filter: [
        Rule(
          chain: .netcProxy, matches: [.connectionState(.relatedOrEstablished)], target: .accept),
        Rule(chain: .netcProxy, matches: [.isMarked(true)], target: .accept),
      ].lines)
    let health = ports.compactMap(\.healthCheckNodePort)
    HealthPorts.add(
      health.map { PortEntrance(transport: .tcp, port: $0, outcome: Outcome(.accept)) },
      to: &tables)
    return tables
  }
}
