import NetworkTypes
import Planning

/// Plan → the sets of one node and family (pkg/proxy/ipvs/proxier.go, `syncProxyRules`).
struct ServiceSets {
  let family: IPFamily
  /// Load-balancer entrances that the node itself may not use: none of its addresses is in the
  /// source ranges. From the node they cannot be told by the source, which is the entrance itself.
  private(set) var refusedToNode: [(IPAddress, TransportProtocol, Port)] = []
  private var sets: [IPSet]
  private var known: Set<Member> = []

  private struct Member: Hashable {
    let set: ServiceSet
    let entry: IPSet.Entry
  }

  init(_ cluster: ClusterPlan, _ family: IPFamily, on node: NodePlan) {
    self.family = family
    sets = ServiceSet.allCases.map {
      IPSet(name: $0.name(family), type: $0.type, family: family)
    }
    let nodePortAddresses = cluster.proxy.nodePortAddresses(of: node, family)
    for port in cluster.servicePorts(family) {
      addEndpoints(port, node)
      addAddresses(ServiceOnNode(port, on: node), node)
      addNodePorts(port, nodePortAddresses)
    }
  }

  /// What is to be in the kernel: a set that no rule names is left out.
  var written: [IPSet] {
    zip(ServiceSet.allCases, sets).filter { $0.isAlwaysThere || !$1.entries.isEmpty }.map(\.1)
  }

  func isEmpty(_ set: ServiceSet) -> Bool { sets[set.rawValue].entries.isEmpty }

  private mutating func insert(_ entry: IPSet.Entry, _ set: ServiceSet) {
    guard known.insert(Member(set: set, entry: entry)).inserted else { return }
    sets[set.rawValue].entries.append(entry)
  }

  private mutating func addEndpoints(_ port: ServicePortPlan, _ node: NodePlan) {
    for endpoint in port.endpoints where endpoint.mayBeClient(on: node) {
      insert(
        .addressPortAddress(endpoint.address, port.transport, endpoint.port, endpoint.address),
        .loopBack)
    }
  }

  private mutating func addAddresses(_ service: ServiceOnNode, _ node: NodePlan) {
    let port = service.port
    insert(.addressPort(port.clusterIP, port.transport, port.port), .clusterIP)
    insert(.address(port.clusterIP), .ipvsIPs)
    for address in port.externalIPs {
      insert(
        .addressPort(address, port.transport, port.port),
        port.externalTrafficIsLocal ? .externalIPLocal : .externalIP)
      bind(address, node)
    }
    for address in port.loadBalancerIPs {
      let entry = IPSet.Entry.addressPort(address, port.transport, port.port)
      insert(entry, .loadBalancer)
      if port.externalTrafficIsLocal { insert(entry, .loadBalancerLocal) }
      if service.usesFirewall { addFirewall(service, address) }
      bind(address, node)
    }
  }

  /// An address that the node has on a link of its own stays there.
  private mutating func bind(_ address: IPAddress, _ node: NodePlan) {
    guard !node.addresses.contains(address) else { return }
    insert(.address(address), .ipvsIPs)
  }

  private mutating func addFirewall(_ service: ServiceOnNode, _ address: IPAddress) {
    let port = service.port
    insert(.addressPort(address, port.transport, port.port), .loadBalancerFirewall)
    for range in port.loadBalancerSourceRanges {
      insert(
        .addressPortPrefix(address, port.transport, port.port, range), .loadBalancerSourceRange)
    }
    guard service.nodeIsInSourceRanges else {
      refusedToNode.append((address, port.transport, port.port))
      return
    }
    insert(
      .addressPortAddress(address, port.transport, port.port, address), .loadBalancerSourceIP)
  }

  private mutating func addNodePorts(_ port: ServicePortPlan, _ addresses: [IPAddress]) {
    if let health = port.healthCheckNodePort { insert(.port(health), .healthCheckNodePort) }
    guard let nodePort = port.nodePort, !addresses.isEmpty else { return }
    let isLocal = port.externalTrafficIsLocal
    switch port.transport {
    case .tcp:
      insert(.port(nodePort), .nodePortTCP)
      if isLocal { insert(.port(nodePort), .nodePortLocalTCP) }
    case .udp:
      insert(.port(nodePort), .nodePortUDP)
      if isLocal { insert(.port(nodePort), .nodePortLocalUDP) }
    case .sctp:
      for address in addresses {
        let entry = IPSet.Entry.addressPort(address, .sctp, nodePort)
        insert(entry, .nodePortSCTP)
        if isLocal { insert(entry, .nodePortLocalSCTP) }
      }
    }
  }
}
