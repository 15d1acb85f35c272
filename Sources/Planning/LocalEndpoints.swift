package import NetworkTypes

/// The addresses that can be both client and endpoint of one connection on a node: a pod that
/// reaches itself through a Service, or the node itself. Such a connection must be masqueraded, or
/// the endpoint would answer itself.
package struct LocalEndpoints: Sendable {
  /// For each node's position: sorted, each once.
  private let own: [[IPAddress]]
  /// Endpoints of which no node is known to have them.
  private let ofNobody: [IPAddress]

  package init(_ ports: [ServicePortPlan], nodes: Int) {
    var own = [Set<IPAddress>](repeating: [], count: nodes)
    var ofNobody: Set<IPAddress> = []
    for endpoint in ports.lazy.flatMap(\.endpoints) {
      if let node = endpoint.node {
        own[node].insert(endpoint.address)
      } else {
        ofNobody.insert(endpoint.address)
      }
    }
    ofNobody.subtract(own.joined())
    self.own = own.map { $0.sorted() }
    self.ofNobody = ofNobody.sorted()
  }

  /// Sorted, each once.
  package func addresses(on node: NodePlan) -> [IPAddress] {
    (own[node.position] + ofNobody).sorted()
  }
}

extension EndpointPlan {
  /// The same question for one endpoint: it is the node's, or it is not known whose it is.
  package func mayBeClient(on node: NodePlan) -> Bool {
    self.node == nil || self.node == node.position
  }
}
