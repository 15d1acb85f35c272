/// Which endpoints a node uses for a service port: kube-proxy's `CategorizeEndpoints`
/// (pkg/proxy/topology.go).
package struct UsableEndpoints: Sendable {
  /// For policy Cluster: ready ones (after hints), or all that still serve when none is ready.
  package let cluster: [EndpointPlan]
  /// For policy Local: the same, of this node's alone.
  package let local: [EndpointPlan]
  /// Whether any endpoint exists on any node: decides between REJECT and DROP.
  package let existAnywhere: Bool
}

extension ServicePortPlan {
  /// What `node` makes of the endpoints. The fall-back to terminating ones that still serve is
  /// made for each of the two sets by itself.
  package func usableEndpoints(on node: NodePlan) -> UsableEndpoints {
    let ready = endpoints.filter(\.isReady)
    let cluster = ready.isEmpty ? endpoints : Self.hinted(ready, for: node)
    let here = endpoints.filter { $0.node == node.position }
    let readyHere = here.filter(\.isReady)
    return UsableEndpoints(
      cluster: cluster, local: readyHere.isEmpty ? here : readyHere,
      existAnywhere: !endpoints.isEmpty)
  }

  /// Hints count only when every endpoint carries them and one names this node (or its zone).
  private static func hinted(_ ready: [EndpointPlan], for node: NodePlan) -> [EndpointPlan] {
    if ready.allSatisfy({ !$0.hintedNodes.isEmpty }) {
      let near = ready.filter { $0.hintedNodes.contains(node.position) }
      if !near.isEmpty { return near }
    }
    if let zone = node.zone, ready.allSatisfy({ !$0.hintedZones.isEmpty }) {
      let near = ready.filter { $0.hintedZones.contains(zone) }
      if !near.isEmpty { return near }
    }
    return ready
  }
}
