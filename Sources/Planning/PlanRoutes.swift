import Diagnostics
import NetworkModel
import NetworkTypes

extension Planner {
  /// The other nodes' blocks by way of their addresses, and the service ranges out of the bridge:
  /// a local packet to a cluster IP needs some route before the nat table sees it.
  static func planRoutes(_ position: Int, _ network: Network) -> [RoutePlan] {
    var routes = network.cluster.serviceRanges.map {
      RoutePlan(prefix: $0.value, nextHop: .bridge, purpose: .services)
    }
    if network.cluster.crossNode == .hostGateway {
      for (other, node) in network.nodes.enumerated() where other != position {
        for block in node.podBlocks {
          guard let address = node.address(block.prefix.family) else { continue }
          routes.append(
            RoutePlan(
              prefix: block.prefix, nextHop: .via(address),
              purpose: .podsOfNode(PlainToken(node.name))))
        }
      }
    }
    return routes.sorted { $0.prefix < $1.prefix }
  }
}
