import NetworkTypes
import Planning

/// One service port as one node sees it: which chains exist there and who is refused.
struct ServiceOnNode {
  let port: ServicePortPlan
  let usable: UsableEndpoints
  let chains: ServiceChains
  /// Source ranges that hold every address count as none.
  let usesFirewall: Bool
  /// The node reaches the load balancer's address by itself, so it must pass its own firewall.
  let nodeIsInSourceRanges: Bool

  init(_ port: ServicePortPlan, _ node: NodePlan, family: IPFamily) {
    self.port = port
    usable = port.usableEndpoints(on: node)
    chains = ServiceChains(port)
    let ranges = port.loadBalancerSourceRanges
    usesFirewall =
      !port.loadBalancerIPs.isEmpty && !ranges.isEmpty && !ranges.contains { $0.length == 0 }
    nodeIsInSourceRanges = node.addresses.contains { address in
      ranges.contains { $0.contains(address) }
    }
  }

  /// Some endpoint exists, on whatever node.
  var hasEndpoints: Bool { usable.existAnywhere }
  var hasInternal: Bool { hasEndpoints && (!port.internalTrafficIsLocal || !usable.local.isEmpty) }
  var hasExternal: Bool { hasEndpoints && (!port.externalTrafficIsLocal || !usable.local.isEmpty) }

  var isExternal: Bool {
    port.nodePort != nil || !port.externalIPs.isEmpty || !port.loadBalancerIPs.isEmpty
  }

  var internalChain: ChainName { port.internalTrafficIsLocal ? chains.local : chains.cluster }

  /// The Cluster chain serves the cluster IP, and pods' and the node's own traffic from outside.
  var usesClusterChain: Bool { !port.internalTrafficIsLocal || isExternal }

  var usesLocalChain: Bool {
    (port.internalTrafficIsLocal && hasInternal)
      || (port.externalTrafficIsLocal && isExternal && hasExternal)
  }

  /// The endpoints that some chain of this node leads to, in kube-proxy's order.
  var reachable: [EndpointPlan] {
    let cluster = usesClusterChain ? usable.cluster : []
    guard usesLocalChain else { return cluster }
    let extra = usable.local.filter { !cluster.contains($0) }
    return (cluster + extra).sorted { $0.text < $1.text }
  }

  /// `REJECT` where no endpoint exists at all, so that clients fail at once; `DROP` where there is
  /// one, but not for this traffic on this node, so that a load balancer tries elsewhere.
  func refusal() -> (comment: StaticString, target: IPTablesDocument.Target) {
    hasEndpoints ? (" has no local endpoints", .drop) : (" has no endpoints", .reject)
  }

  func packet(_ address: IPAddress) -> [IPTablesDocument.Match] {
    [
      .transport(port.transport), .destination(IPPrefix(address), isNegated: false),
      .destinationPort(port.port),
    ]
  }

  func match(_ address: IPAddress, comment: StaticString) -> [IPTablesDocument.Match] {
    [.comment(.about(port.label, comment))] + packet(address)
  }
}
