import Diagnostics
package import NetworkModel
import NetworkTypes

extension Planner {
  /// Nil where no node serves DNS.
  package static func planDNS(_ network: Network) -> DNSPlan? {
    let serving = Set(network.cluster.dnsNodes.map(\.value))
    let nodes = network.nodes.indices.filter { serving.contains(network.nodes[$0].name) }
    guard !nodes.isEmpty else { return nil }
    return DNSPlan(
      nodes: nodes, zones: ZonePlanning(network, nodes: nodes).zones,
      server: planNameServer(network.cluster))
  }
}
