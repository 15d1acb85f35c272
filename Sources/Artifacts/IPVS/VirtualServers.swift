import NetworkTypes
import Planning

/// Plan → the virtual servers of one node, in the order of the service ports: cluster IP, external
/// IPs, load-balancer addresses, node ports (pkg/proxy/ipvs/proxier.go, `syncProxyRules`).
struct VirtualServers {
  let timeouts: IPVSPlan.Timeouts?
  private(set) var all: [VirtualServer] = []
  private let plan: IPVSPlan
  /// An address may be an entrance twice, as external IP and of the load balancer.
  private var known: Set<VirtualServer.Key> = []

  init(_ cluster: ClusterPlan, _ plan: IPVSPlan, on node: NodePlan) {
    self.plan = plan
    timeouts = plan.timeouts
    for family in cluster.families {
      let nodePortAddresses = cluster.proxy.nodePortAddresses(of: node, family)
      for port in cluster.servicePorts(family) {
        add(ServiceOnNode(port, on: node), nodePortAddresses)
      }
    }
  }

  private mutating func add(_ service: ServiceOnNode, _ nodePortAddresses: [IPAddress]) {
    let port = service.port
    add(port, port.clusterIP, port.port, service.internalServers)
    for address in port.externalIPs + port.loadBalancerIPs {
      add(port, address, port.port, service.externalServers)
    }
    guard let nodePort = port.nodePort else { return }
    for address in nodePortAddresses {
      add(port, address, nodePort, service.externalServers)
    }
  }

  private mutating func add(
    _ service: ServicePortPlan, _ address: IPAddress, _ port: Port, _ servers: [EndpointPlan]
  ) {
    let key = VirtualServer.Key(transport: service.transport, address: address, port: port)
    guard known.insert(key).inserted else { return }
    all.append(
      VirtualServer(
        key: key, scheduler: plan.scheduler, hashesSourcePort: plan.hashesSourcePort,
        persistenceSeconds: service.affinityTimeoutSeconds, servers: servers))
  }
}
