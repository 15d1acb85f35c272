import Diagnostics
package import NetworkModel
import NetworkTypes
import Resources

/// Network → plans. Total: a network that passed validation always has a plan.
package enum Planner {
  package static func plan(_ network: Network) -> ClusterPlan {
    let cluster = network.cluster
    return ClusterPlan(
      families: cluster.families, podRanges: cluster.podRanges.map(\.value),
      serviceRanges: cluster.serviceRanges.map(\.value),
      nodePortRange: cluster.nodePortRange.value, proxy: planProxy(cluster.proxy),
      servicePorts: planServicePorts(network), nodes: planNodes(network),
      dns: planDNS(network), http: planHTTP(network.http, network),
      announcements: planAnnouncements(network))
  }

  private static func planProxy(_ proxy: Proxy) -> ProxyPlan {
    let backend: ProxyPlan.Backend =
      switch proxy.mode {
      case .iptables: .iptables(proxy.dispatch == .tree ? .tree : .linear)
      case .ipvs: .ipvs(planIPVS(proxy.ipvs))
      case .nftables: .nftables
      }
    return ProxyPlan(
      backend: backend, masqueradesAll: proxy.masqueradesAll,
      nodePortAddresses: proxy.nodePortAddresses.map(\.value).sorted(),
      servesLocalhostNodePorts: proxy.servesLocalhostNodePorts.value,
      servesPrimaryAddressOnly: proxy.servesPrimaryAddressOnly)
  }

  private static func planIPVS(_ ipvs: IPVSSettings) -> IPVSPlan {
    let timeouts = IPVSPlan.Timeouts(
      tcp: ipvs.tcpTimeoutSeconds, tcpFin: ipvs.tcpFinTimeoutSeconds,
      udp: ipvs.udpTimeoutSeconds)
    let isSilent = timeouts == IPVSPlan.Timeouts(tcp: 0, tcpFin: 0, udp: 0)
    return IPVSPlan(
      scheduler: PlainToken(ipvs.scheduler.rawValue),
      hashesSourcePort: ipvs.scheduler == .maglevHashing, usesStrictARP: ipvs.usesStrictARP,
      timeouts: isSilent ? nil : timeouts)
  }

  private static func planNodes(_ network: Network) -> [NodePlan] {
    let servers = clusterDNS(network)
    return network.nodes.indices.map { position in
      let node = network.nodes[position]
      let pods = node.pods.map { network.pods[$0] }.filter { !$0.isFinished }
      return NodePlan(
        name: PlainToken(node.name), position: position, addresses: node.addresses.map(\.value),
        interface: node.interface, zone: zone(of: node), bridge: planBridge(node, network.cluster),
        podBlocks: node.podBlocks.map(\.prefix),
        sandboxes: planSandboxes(
          pods, clusterDNS: servers, network.cluster),
        routes: planRoutes(position, network),
        hostNetworkPods: pods.filter(\.usesHostNetwork).map(\.name))
    }
  }

  static func zone(of node: Node) -> String? {
    node.labels.first { $0.key == "topology.kubernetes.io/zone" }?.value
  }

  private static func planBridge(_ node: Node, _ cluster: Cluster) -> BridgePlan {
    let addresses = node.podBlocks.map {
      InterfaceAddress($0.gateway, length: $0.prefix.length)
    }
    return BridgePlan(
      name: cluster.bridge,
      macAddress: addresses.first.map { .pod($0.address) } ?? .derived(from: node.name),
      mtu: cluster.mtu, wiring: cluster.wiring == .routed ? .routed : .bridged,
      addresses: addresses)
  }
}
