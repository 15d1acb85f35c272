import Diagnostics
import Resources

/// Which nodes may announce the addresses of a Service, by ARP, NDP or BGP alike.
extension [Node] {
  /// Those of `selected` that are not taken out and may send traffic on: to some endpoint, or
  /// under the policy Local to one of their own. Sorted, each once.
  ///
  /// Source: metallb speaker/layer2_controller.go and speaker/bgp_controller.go.
  package func announcing(
    _ service: Service, among selected: [NetworkModel.Index<Node>]
  ) -> [NetworkModel.Index<Node>] {
    let serving = service.endpoints.filter { $0.isReady || $0.isServing }
    let isLocal = service.externalTrafficPolicy.value == .local
    let withEndpoint = isLocal ? Set(serving.compactMap(\.node)) : []
    return Set(selected).filter { node in
      (isLocal ? withEndpoint.contains(node) : !serving.isEmpty) && !self[node].isExcluded
    }.sorted()
  }
}

extension Node {
  /// Its label takes it out of announcing, whatever the label's value (KEP-1143).
  package var isExcluded: Bool { labels.contains { $0.key == Self.excludingLabel } }

  package static let excludingLabel = "node.kubernetes.io/exclude-from-external-load-balancers"
}
