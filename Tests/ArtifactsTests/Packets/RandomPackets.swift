import NetworkTypes

@testable import Planning

/// Makes packets that a cluster's rules may have something to say to.
struct RandomPackets {
  var generator: SeededGenerator
  let cluster: RandomCluster
  private var family: IPFamily { cluster.family }

  init(_ cluster: RandomCluster, seed: UInt64) {
    self.cluster = cluster
    generator = SeededGenerator(seed: ~seed)
  }

  mutating func next() -> Packet {
    guard !cluster.ports.isEmpty else { return stray() }
    let port = generator.pick(cluster.ports)
    var packet = generator.oneIn(6) ? stray() : self.packet(to: port)
    packet.source = source(for: port)
    return packet
  }

  /// From the same client to another entrance of what the first one may have been for.
  mutating func second(after first: Packet) -> Packet {
    let port = cluster.ports.first {
      $0.transport == first.transport
        && ($0.nodePort == first.port
          || ($0.entrances.contains(first.destination) && $0.port == first.port))
    }
    guard let port, !generator.oneIn(3) else { return first }
    var packet = packet(to: port)
    packet.source = first.source
    return packet
  }

  private mutating func packet(to port: ServicePortPlan) -> Packet {
    if let nodePort = port.nodePort ?? port.healthCheckNodePort, generator.oneIn(3) {
      return Packet(
        source: stray().source, destination: hostAddress(), transport: port.transport,
        port: nodePort)
    }
    return Packet(
      source: stray().source, destination: generator.pick(port.entrances),
      transport: generator.oneIn(9) ? generator.pick(TransportProtocol.allCases) : port.transport,
      port: generator.oneIn(9) ? generator.pick(cluster.ports).port : port.port)
  }

  /// To somewhere near the Services or away from them.
  private mutating func stray() -> Packet {
    let range = NodePlans.address(family == .ipv4 ? "10.96.0.0" : "fd00:96::")
    let near = IPAddress(
      family: family, bits: range.bits + UInt128(Int.random(in: 0...60, using: &generator)))
    let others = [
      near, hostAddress(), outside, RandomCluster.pod(2, 5, family),
      RandomCluster.address(1, family),
    ]
    let ports = cluster.ports.map(\.port) + cluster.ports.compactMap(\.healthCheckNodePort)
    return Packet(
      source: outside, destination: generator.pick(others),
      transport: generator.pick(TransportProtocol.allCases),
      port: generator.pick(ports + [30_000, 30_031, 22, 65_535]))
  }

  private var outside: IPAddress {
    NodePlans.address(family == .ipv4 ? "192.0.2.9" : "2001:db8:99::9")
  }

  private mutating func hostAddress() -> IPAddress {
    generator.pick(
      [
        RandomCluster.address(cluster.position, family),
        RandomCluster.address(cluster.position, family),
        RandomCluster.pod(cluster.position, 1, family), loopback,
      ])
  }

  private var loopback: IPAddress { NodePlans.address(family == .ipv4 ? "127.0.0.1" : "::1") }

  /// An endpoint of the Service, another pod of this node or of the next, a node, one from outside.
  ///
  /// Only a packet that this node sends can come from one of its pods: another node finds the
  /// endpoint for its own pods itself, so those are not asked for here where they are endpoints.
  private mutating func source(for port: ServicePortPlan) -> IPAddress {
    let next = (cluster.position + 1) % RandomCluster.nodeCount
    let here = IPPrefix(
      containing: RandomCluster.pod(cluster.position, 1, family), length: family == .ipv4 ? 24 : 64)
    var sources = [
      RandomCluster.pod(cluster.position, Int.random(in: 2...9, using: &generator), family),
      RandomCluster.pod(next, 200, family), RandomCluster.address(cluster.position, family),
      RandomCluster.address(next, family), RandomCluster.pod(cluster.position, 1, family),
      outside, NodePlans.address(family == .ipv4 ? "203.0.113.200" : "2001:db8:2::7"), loopback,
    ]
    let own = port.endpoints.map(\.address).filter { here.contains($0) }
    sources += port.loadBalancerIPs + own + own
    return generator.pick(sources)
  }
}

extension ServicePortPlan {
  /// Every address under which clients know it.
  var entrances: [IPAddress] { [clusterIP] + externalIPs + loadBalancerIPs }
}
