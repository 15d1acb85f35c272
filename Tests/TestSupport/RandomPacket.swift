package import NetworkTypes
package import Tracing

/// A packet that the rules of a cluster may have something to say to.
package struct RandomPacket: Sendable, CustomStringConvertible {
  package let origin: Tracer.Origin
  package let destination: Endpoint
  package let transport: TransportProtocol
  /// Where the client was sent before; nil: it is new.
  package let remembered: Endpoint?

  package var description: String {
    "\(origin) → \(destination)/\(transport)"
      + (remembered.map { ", sent to \($0) before" } ?? "")
  }

  package init(in cluster: RandomCluster, _ random: inout SeededRandom) {
    let family = random.pick(cluster.families)
    let service = random.pick(cluster.services)
    let port = random.pick(service.ports)
    let node = Int.random(in: 0..<cluster.nodeCount, using: &random)
    let anyNode = RandomCluster.node(Int.random(in: 0..<cluster.nodeCount, using: &random), family)
    let external = service.externalIPs + service.balancerIPs
    var address = service.clusterIP(family)
    var number = port.port
    switch Int.random(in: 0..<8, using: &random) {
    case 0, 1:
      address = anyNode
      number = random.pick([port.nodePort, service.healthPort ?? port.nodePort])
    case 2...4:
      if !external.isEmpty {
        address = RandomService.external(random.pick(external), family)
      }
    case 5:
      address = RandomCluster.pod(0, on: node, family)
      number = 8080
    default: break
    }
    if random.oneIn(10) { number = random.pick([81, 30_999, port.nodePort, port.port]) }
    origin = Self.origin(family, node, cluster, &random)
    if case .node = origin, random.oneIn(6) {
      address = RandomCluster.address(family == .ipv4 ? "127.0.0.1" : "::1")
    }
    guard let destinationPort = Port(number) else { preconditionFailure("a port is positive") }
    destination = Endpoint(address: address, port: destinationPort)
    transport = random.oneIn(10) ? random.pick(TransportProtocol.allCases) : port.transport
    let before = service.endpoints.filter { _ in random.oneIn(4) }.first
    remembered = before.map {
      Endpoint(address: $0.address(family), port: Port(port.targetPort) ?? destinationPort)
    }
  }

  private static func origin(
    _ family: IPFamily, _ node: Int, _ cluster: RandomCluster, _ random: inout SeededRandom
  ) -> Tracer.Origin {
    let name = "node-\(node)"
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
      let pod = Int.random(in: 0..<RandomCluster.podsPerNode, using: &random)
      return .pod(netns: "shop_pod-\(node)-\(pod)")
    case 1: return .node(name, source: nil)
    default:
      // Inside and outside of the source ranges.
      return .outside(RandomCluster.outside(random.pick([2, 9]), family), node: name)
    }
  }
}
