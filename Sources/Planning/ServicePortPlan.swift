package import NetworkTypes

/// One port of one Service in one family: what every node must do with packets to it.
package struct ServicePortPlan: Sendable {
  /// kube-proxy's service port name: `namespace/name:port`, or `namespace/name` for an unnamed one.
  package let label: PlainToken
  package let family: IPFamily
  package let transport: TransportProtocol
  package let clusterIP: IPAddress
  package let port: Port
  package let nodePort: Port?
  /// Sorted.
  package let externalIPs: [IPAddress]
  /// Load-balancer addresses that this node's rules must serve; sorted.
  package let loadBalancerIPs: [IPAddress]
  /// Sorted; empty: every source is allowed.
  package let loadBalancerSourceRanges: [IPPrefix]
  /// Traffic from outside goes to this node's endpoints only, unmasqueraded.
  package let externalTrafficIsLocal: Bool
  /// Traffic to the cluster IP goes to this node's endpoints only.
  package let internalTrafficIsLocal: Bool
  /// Nil without session affinity.
  package let affinityTimeoutSeconds: Int?
  package let healthCheckNodePort: Port?
  /// Every endpoint that has this port and is ready, or still serving while it terminates; in
  /// the order of `address:port` as text, which is kube-proxy's.
  package let endpoints: [EndpointPlan]
  /// Some endpoint carries hints, or a policy is Local: the rules differ from node to node.
  package let differsByNode: Bool
}

package struct EndpointPlan: Hashable, Sendable {
  package let address: IPAddress
  package let port: Port
  /// Position in `ClusterPlan.nodes`; nil for an address that is no pod of a known node.
  package let node: Int?
  package let isReady: Bool
  /// Ready endpoints only: the nodes (by position, or `noNode`) that shall use it; empty: no hint.
  package let hintedNodes: [Int]
  /// Ready endpoints only: the zones that shall use it; empty: no hint.
  package let hintedZones: [String]

  /// A hint that names a node which does not exist: a hint all the same, for nobody here.
  package static let noNode = -1

  /// `10.244.1.2:8080` or `[fd00::2]:8080`: kube-proxy's name of the endpoint.
  package var text: String {
    address.family == .ipv4 ? "\(address):\(port)" : "[\(address)]:\(port)"
  }
}
