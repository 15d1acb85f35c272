import NetworkTypes

@testable import Planning

/// Makes service ports that no two entrances of which meet.
struct RandomServices {
  var generator: SeededGenerator
  let family: IPFamily
  private var taken: Set<Packet> = []
  private var takenNodePorts: Set<[UInt16]> = []
  private var lastClusterIP: IPAddress

  init(generator: SeededGenerator, family: IPFamily) {
    self.generator = generator
    self.family = family
    lastClusterIP = NodePlans.address(family == .ipv4 ? "10.96.0.1" : "fd00:96::1")
  }

  mutating func ports(_ count: Int) -> [ServicePortPlan] {
    let isCrowded = generator.oneIn(3)
    return (0..<count).compactMap { port($0, isCrowded) }
  }

  private mutating func port(_ number: Int, _ isCrowded: Bool) -> ServicePortPlan? {
    let transport = generator.pick([TransportProtocol.tcp, .tcp, .udp, .sctp])
    guard let port = Port(generator.pick([80, 443, 53, 8000 + number])),
      claim(clusterIP(isCrowded), transport, port)
    else { return nil }
    let isExternal = generator.oneIn(2)
    let externalIPs = isExternal ? addresses(upTo: isCrowded ? 4 : 2, transport, port) : []
    let balancers = isExternal ? addresses(upTo: 2, transport, port) : []
    let endpoints = self.endpoints()
    let isLocal = isExternal && generator.oneIn(2)
    return ServicePortPlan(
      label: PlainToken("shop/web-\(number):http"), family: family, transport: transport,
      clusterIP: lastClusterIP, port: port,
      nodePort: isExternal && !generator.oneIn(4) ? nodePort(transport, isCrowded) : nil,
      externalIPs: externalIPs.sorted(), loadBalancerIPs: balancers.sorted(),
      loadBalancerSourceRanges: balancers.isEmpty || generator.oneIn(2) ? [] : sourceRanges(),
      externalTrafficIsLocal: isLocal, internalTrafficIsLocal: generator.oneIn(4),
      affinityTimeoutSeconds: generator.oneIn(3) ? generator.pick([1, 600, 10_800]) : nil,
      healthCheckNodePort: isLocal && !balancers.isEmpty ? nodePort(.tcp, isCrowded) : nil,
      endpoints: endpoints, differsByNode: true)
  }

  /// The address of the last one as often as not, one close by, or any.
  private mutating func clusterIP(_ isCrowded: Bool) -> IPAddress {
    let start = NodePlans.address(family == .ipv4 ? "10.96.0.0" : "fd00:96::")
    if !generator.oneIn(isCrowded ? 2 : 3) {
      let offset = Int.random(in: 1...(isCrowded ? 40 : 65_000), using: &generator)
      lastClusterIP = IPAddress(family: family, bits: start.bits + UInt128(offset))
    }
    return lastClusterIP
  }

  private mutating func addresses(
    upTo count: Int, _ transport: TransportProtocol, _ port: Port
  ) -> [IPAddress] {
    (0..<Int.random(in: 0...count, using: &generator)).compactMap { _ in
      let address = externalAddress()
      return claim(address, transport, port) ? address : nil
    }
  }

  /// A node's own, one beside it, one in the service range, one of pods, or one from elsewhere.
  private mutating func externalAddress() -> IPAddress {
    let near = Int.random(in: 0..<32, using: &generator)
    let bases =
      family == .ipv4
      ? [
        "192.168.56.0", "192.168.56.0", "203.0.113.0", "198.51.100.64", "10.96.200.0", "10.244.9.0",
      ]
      : ["fd01::", "fd01::", "2001:db8:1::", "2001:db8:2::", "fd00:96::c800", "fd00:0:0:9::"]
    if generator.oneIn(3) {
      return RandomCluster.address(near % RandomCluster.nodeCount, family)
    }
    let base = NodePlans.address(generator.pick(bases))
    return IPAddress(family: family, bits: base.bits + UInt128(near))
  }

  private mutating func sourceRanges() -> [IPPrefix] {
    let all =
      family == .ipv4
      ? ["192.0.2.0/24", "192.168.56.0/24", "0.0.0.0/0", "10.244.0.0/16", "198.51.100.7/32"]
      : ["2001:db8:99::/48", "fd01::/64", "::/0", "fd00::/48", "2001:db8:2::7/128"]
    return all.filter { _ in generator.oneIn(3) }.map { NodePlans.prefix($0) }.sorted()
  }

  private mutating func nodePort(_ transport: TransportProtocol, _ isCrowded: Bool) -> Port? {
    let number = 30_000 + Int.random(in: 0..<(isCrowded ? 60 : 2_768), using: &generator)
    guard let port = Port(number) else { return nil }
    return takenNodePorts.insert([UInt16(transport.rawValue), port.number]).inserted ? port : nil
  }

  private mutating func claim(
    _ address: IPAddress, _ transport: TransportProtocol, _ port: Port
  ) -> Bool {
    taken.insert(
      Packet(source: address, destination: address, transport: transport, port: port)
    ).inserted
  }

  private mutating func endpoints() -> [EndpointPlan] {
    let count = generator.pick([0, 1, 1, 2, 3, 5])
    let hints = generator.pick([0, 0, 0, 1, 2])
    var found: [String: EndpointPlan] = [:]
    for _ in 0..<count {
      let endpoint = endpoint(hints)
      found[endpoint.text] = endpoint
    }
    return found.values.sorted { $0.text < $1.text }
  }

  private mutating func endpoint(_ hints: Int) -> EndpointPlan {
    let node = Int.random(in: 0..<RandomCluster.nodeCount, using: &generator)
    let isKnown = !generator.oneIn(6)
    let pod = RandomCluster.pod(node, Int.random(in: 2...9, using: &generator), family)
    let address = generator.oneIn(6) ? RandomCluster.address(node, family) : pod
    let isReady = !generator.oneIn(4)
    return EndpointPlan(
      address: address, port: generator.pick([8080, 80, 9090]), node: isKnown ? node : nil,
      isReady: isReady, hintedNodes: isReady && hints == 1 ? [node] : [],
      hintedZones: isReady && hints > 0 ? ["zone-\(node % 2)"] : [])
  }
}

extension ServicePortPlan {
  /// Copies with one thing less.
  var smaller: [ServicePortPlan] {
    var found = endpoints.indices.map { index in
      var less = endpoints
      less.remove(at: index)
      return with(endpoints: less)
    }
    if !externalIPs.isEmpty { found.append(with(externalIPs: Array(externalIPs.dropLast()))) }
    if !loadBalancerIPs.isEmpty {
      found.append(with(loadBalancerIPs: Array(loadBalancerIPs.dropLast())))
    }
    if !loadBalancerSourceRanges.isEmpty { found.append(with(sourceRanges: [])) }
    if affinityTimeoutSeconds != nil { found.append(with(hasAffinity: false)) }
    return found
  }

  private func with(
    endpoints: [EndpointPlan]? = nil, externalIPs: [IPAddress]? = nil,
    loadBalancerIPs: [IPAddress]? = nil, sourceRanges: [IPPrefix]? = nil, hasAffinity: Bool = true
  ) -> ServicePortPlan {
    ServicePortPlan(
      label: label, family: family, transport: transport, clusterIP: clusterIP, port: port,
      nodePort: nodePort, externalIPs: externalIPs ?? self.externalIPs,
      loadBalancerIPs: loadBalancerIPs ?? self.loadBalancerIPs,
      loadBalancerSourceRanges: sourceRanges ?? loadBalancerSourceRanges,
      externalTrafficIsLocal: externalTrafficIsLocal,
      internalTrafficIsLocal: internalTrafficIsLocal,
      affinityTimeoutSeconds: hasAffinity ? affinityTimeoutSeconds : nil,
      healthCheckNodePort: healthCheckNodePort, endpoints: endpoints ?? self.endpoints,
      differsByNode: true)
  }
}
