import Diagnostics
import Resources

/// Which nodes may announce the addresses of a Service, by ARP, NDP or BGP alike.
extension Network {
  /// The label that takes a node out (KEP-1143), whatever its value.
  package static let excludingLabel = "node.kubernetes.io/exclude-from-external-load-balancers"

  /// Those of `selected` that are not taken out and may send traffic on: to some endpoint, or
  /// under the policy Local to one of their own. Sorted, each once.
  ///
  /// Source: metallb speaker/layer2_controller.go and speaker/bgp_controller.go.
  package func announcingNodes(
    _ service: Service, among selected: [Index<Node>]
  ) -> [Index<Node>] {
    let serving = service.endpoints.filter { $0.isReady || $0.isServing }
    let isLocal = service.externalTrafficPolicy.value == .local
    let withEndpoint = isLocal ? Set(serving.compactMap(\.node)) : []
    return Set(selected).filter { node in
      (isLocal ? withEndpoint.contains(node) : !serving.isEmpty) && !isExcluded(nodes[node])
    }.sorted()
  }

  private func isExcluded(_ node: Node) -> Bool {
    node.labels.contains { $0.key == Self.excludingLabel }
  }
}
