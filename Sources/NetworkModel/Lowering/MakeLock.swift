import Diagnostics
import NetworkTypes
import Resources

extension NetworkLowering {
  /// Everything that this build chose, and nothing that the input says.
  static func makeLock(
    cluster: Cluster, nodes: [NodeDraft], pods: [PodDraft], services: [ServiceDraft]
  ) -> AddressLock {
    var lock = AddressLock()
    lock.nodes = SortedTable(
      nodes.compactMap { node in
        let chosen = node.blocks.filter { $0.range == nil }.map(\.prefix)
        return chosen.isEmpty ? nil : (node.name, NodeLock(podCIDRs: chosen))
      })
    lock.pods = SortedTable(
      pods.compactMap { pod in
        guard let node = pod.node, !pod.isFinished else { return nil }
        let chosen =
          pod.template.usesHostNetwork
          ? [] : pod.addresses.filter { $0.range == nil }.map(\.address)
        guard pod.isNodeChosen || !chosen.isEmpty else { return nil }
        return (pod.name, PodLock(node: nodes[node.position].name, addresses: chosen))
      })
    lock.services = SortedTable(
      services.compactMap { draft in
        let entry = serviceLock(draft, cluster)
        return entry.isEmpty ? nil : (draft.name, entry)
      })
    return lock
  }

  private static func serviceLock(_ draft: ServiceDraft, _ cluster: Cluster) -> ServiceLock {
    let nodePorts = zip(draft.source.ports, draft.nodePorts).compactMap { port, nodePort in
      nodePort.flatMap { chosen in
        chosen.range == nil
          ? LockedNodePort(key: ServiceDraft.lockKey(port), port: chosen.port) : nil
      }
    }
    // The input says these too, in `dns.serviceIPs`.
    let asked = cluster.dnsServiceAddresses.map(\.value)
    return ServiceLock(
      clusterIPs: draft.clusterIPs.filter { $0.range == nil }.map(\.address)
        .filter { draft.name != .clusterDNS || !asked.contains($0) },
      nodePorts: nodePorts.sorted { $0.key < $1.key },
      healthCheckNodePort: draft.isHealthCheckNodePortChosen
        ? draft.healthCheckNodePort?.value : nil,
      loadBalancerIPs: draft.chosenLoadBalancerIPs)
  }
}
