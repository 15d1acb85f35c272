import NetworkTypes

/// One service port as one node serves it: who is reachable, from where, and who is refused. Every
/// backend puts these decisions into its own words; none decides for itself.
///
/// Source: `syncProxyRules` of kube-proxy (pkg/proxy/iptables/proxier.go), whose terms it uses.
package struct ServiceOnNode: Sendable {
  package let port: ServicePortPlan
  package let usable: UsableEndpoints
  /// Load-balancer addresses are open to `loadBalancerSourceRanges` alone; ranges that hold every
  /// address count as none. Source ranges never apply to node ports or external IPs.
  package let usesFirewall: Bool
  /// The node is inside the source ranges. It reaches the load balancer's address from that very
  /// address, so it must pass its own firewall.
  package let nodeIsInSourceRanges: Bool

  package init(_ port: ServicePortPlan, on node: NodePlan) {
    self.port = port
    usable = port.usableEndpoints(on: node)
    let ranges = port.loadBalancerSourceRanges
    usesFirewall =
      !port.loadBalancerIPs.isEmpty && !ranges.isEmpty && !ranges.contains { $0.length == 0 }
    nodeIsInSourceRanges = node.addresses.contains { address in
      ranges.contains { $0.contains(address) }
    }
  }

  /// Some endpoint exists, on whatever node.
  package var hasEndpoints: Bool { usable.existAnywhere }

  /// Traffic to the cluster IP has somewhere to go.
  package var hasInternal: Bool {
    hasEndpoints && (!port.internalTrafficIsLocal || !usable.local.isEmpty)
  }

  /// Traffic from outside, to any other entrance, has somewhere to go. Where it has not but
  /// `hasEndpoints`, pods' and the node's own traffic to these entrances is served all the same.
  package var hasExternal: Bool {
    hasEndpoints && (!port.externalTrafficIsLocal || !usable.local.isEmpty)
  }

  /// There are entrances beside the cluster IP.
  package var isExternal: Bool {
    port.nodePort != nil || !port.externalIPs.isEmpty || !port.loadBalancerIPs.isEmpty
  }

  /// The endpoints of policy Cluster serve the cluster IP, and pods' and the node's own traffic to
  /// the other entrances.
  package var usesClusterEndpoints: Bool { !port.internalTrafficIsLocal || isExternal }

  package var usesLocalEndpoints: Bool {
    (port.internalTrafficIsLocal && hasInternal)
      || (port.externalTrafficIsLocal && isExternal && hasExternal)
  }

  /// The endpoints that this node may send something to, in kube-proxy's order.
  package var reachable: [EndpointPlan] {
    let cluster = usesClusterEndpoints ? usable.cluster : []
    guard usesLocalEndpoints else { return cluster }
    let known = Set(cluster)
    let extra = usable.local.filter { !known.contains($0) }
    return (cluster + extra).sorted { $0.text < $1.text }
  }

  /// What meets traffic that has nowhere to go.
  package var refusal: Refusal { hasEndpoints ? .drop : .reject }

  package enum Refusal: Sendable {
    /// No endpoint exists at all: clients fail at once.
    case reject
    /// Some exist, but not for this traffic on this node: a load balancer tries elsewhere.
    case drop
  }
}
