package import NetworkTypes

/// What `proxy.mode: ipvs` adds, the same on every node.
package struct IPVSPlan: Hashable, Sendable {
  /// The scheduler's name as `ipvsadm -s` takes it.
  package let scheduler: PlainToken
  /// `mh` shall look at the source port too (`-b mh-port`), as kube-proxy has it.
  package let hashesSourcePort: Bool
  /// Answer ARP for an address on the link that has it only (MetalLB in layer 2 needs that).
  package let usesStrictARP: Bool
  /// In seconds, 0: as the host has it; nil: no timeout is written at all.
  package let timeouts: Timeouts?

  /// `ipvsadm --set tcp tcpfin udp`.
  package struct Timeouts: Hashable, Sendable {
    package let tcp: Int
    package let tcpFin: Int
    package let udp: Int
  }
}

extension ServiceOnNode {
  /// Who answers at the cluster IP in mode ipvs.
  package var internalServers: [EndpointPlan] { servers(isLocal: port.internalTrafficIsLocal) }

  /// Who answers at every other entrance in mode ipvs.
  package var externalServers: [EndpointPlan] { servers(isLocal: port.externalTrafficIsLocal) }

  /// A virtual server has one set of endpoints for pods, the node and the outside; so kube-proxy
  /// falls back from policy Local to all endpoints where the node has none of its own, lest its
  /// pods be cut off (pkg/proxy/ipvs/proxier.go, `syncEndpoint`; kubernetes PR 97081).
  private func servers(isLocal: Bool) -> [EndpointPlan] {
    isLocal && !usable.local.isEmpty ? usable.local : usable.cluster
  }
}

extension ProxyPlan {
  /// The addresses at which `node` serves node ports, as far as the plan knows them: its own and
  /// the bridge's, without those outside `nodePortAddresses`.
  package func nodePortAddresses(of node: NodePlan, _ family: IPFamily) -> [IPAddress] {
    let all = (node.addresses + node.bridge.addresses.map(\.address)).filter { $0.family == family }
    let ranges = nodePortRanges(family, on: node)
    return all.filter { address in ranges.contains { $0.contains(address) } }
  }
}
