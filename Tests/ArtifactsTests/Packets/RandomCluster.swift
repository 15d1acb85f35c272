import NetworkTypes

@testable import Planning

/// A cluster of three nodes with Services of every kind, made of a seed.
struct RandomCluster {
  let family: IPFamily
  var ports: [ServicePortPlan]
  var proxy = Proxy()
  var position: Int

  static let nodeCount = 3

  /// What the Cluster says of the proxy.
  struct Proxy: Equatable {
    var masqueradesAll = false
    var nodePortAddresses: [IPPrefix] = []
    var servesLocalhostNodePorts = false
    var servesPrimaryAddressOnly = false
  }

  init(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var maker = RandomServices(generator: generator, family: seed.isMultiple(of: 3) ? .ipv6 : .ipv4)
    family = maker.family
    ports = maker.ports(Int.random(in: 1...30, using: &generator))
    proxy.masqueradesAll = generator.oneIn(5)
    proxy.servesLocalhostNodePorts = generator.oneIn(4)
    switch Int.random(in: 0..<6, using: &generator) {
    case 0:
      let length = family == .ipv4 ? 31 : 127
      proxy.nodePortAddresses = [IPPrefix(containing: Self.address(1, family), length: length)]
    case 1: proxy.servesPrimaryAddressOnly = true
    case 2:
      proxy.nodePortAddresses = [
        NodePlans.prefix(family == .ipv4 ? "127.0.0.0/8" : "::1/128"),
        IPPrefix(Self.pod(1, 1, family)),
      ].sorted()
    default: break
    }
    position = Int.random(in: 0..<Self.nodeCount, using: &generator)
  }

  static func address(_ node: Int, _ family: IPFamily) -> IPAddress {
    NodePlans.address(family == .ipv4 ? "192.168.56.\(11 + node)" : "fd01::\(11 + node)")
  }

  static func pod(_ node: Int, _ number: Int, _ family: IPFamily) -> IPAddress {
    NodePlans.address(family == .ipv4 ? "10.244.\(node).\(number)" : "fd00:0:0:\(node)::\(number)")
  }

  func node(_ position: Int) -> NodePlan {
    let length = family == .ipv4 ? 24 : 64
    let gateway = Self.pod(position, 1, family)
    return NodePlan(
      name: PlainToken("node-\(position)"), position: position,
      addresses: [Self.address(position, family)], interface: nil, zone: "zone-\(position % 2)",
      bridge: BridgePlan(
        name: InterfaceName(checked: "cbr0"), macAddress: .pod(gateway), mtu: 1500,
        wiring: .routed, addresses: [InterfaceAddress(gateway, length: length)]),
      podBlocks: [IPPrefix(containing: gateway, length: length)], sandboxes: [], routes: [],
      hostNetworkPods: [])
  }

  var host: Host {
    Host(
      addresses: [Self.address(position, family), Self.pod(position, 1, family)],
      loopback: NodePlans.prefix(family == .ipv4 ? "127.0.0.0/8" : "::1/128"))
  }

  func plan(_ shape: ProxyPlan.IPTablesShape) -> ClusterPlan {
    ClusterPlans.cluster(
      [family],
      proxy: ClusterPlans.proxy(
        .iptables(shape), masqueradesAll: proxy.masqueradesAll,
        nodePortAddresses: proxy.nodePortAddresses,
        servesLocalhostNodePorts: proxy.servesLocalhostNodePorts,
        servesPrimaryAddressOnly: proxy.servesPrimaryAddressOnly),
      servicePorts: ports.sorted { $0.label < $1.label },
      nodes: (0..<Self.nodeCount).map { node($0) })
  }

  /// Clusters with a little less in them.
  var smaller: [RandomCluster] {
    var found: [RandomCluster] = []
    for index in ports.indices {
      var less = self
      less.ports.remove(at: index)
      found.append(less)
    }
    for index in ports.indices {
      for port in ports[index].smaller {
        var less = self
        less.ports[index] = port
        found.append(less)
      }
    }
    var plain = self
    plain.proxy = Proxy()
    if proxy != plain.proxy { found.append(plain) }
    return found
  }
}

extension SeededGenerator {
  /// True once in `count` times.
  mutating func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }

  /// An element; there must be one.
  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &self)]
  }
}
