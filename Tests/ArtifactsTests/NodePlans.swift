import NetworkTypes

@testable import Planning

/// Plans of one node for tests of the printers.
enum NodePlans {
  static func address(_ text: String) -> IPAddress {
    guard let address = try? IPAddress(parsing: text) else { preconditionFailure(text) }
    return address
  }

  static func prefix(_ text: String) -> IPPrefix {
    guard let prefix = try? IPPrefix(parsing: text) else { preconditionFailure(text) }
    return prefix
  }

  static func pod(_ name: String) -> ObjectName {
    guard let namespace = try? DNSLabel(parsing: "shop"),
      let name = try? DNSSubdomain(parsing: name)
    else { preconditionFailure(name) }
    return ObjectName(namespace: namespace, name: name)
  }

  static let resolver = ResolverPlan(
    nameservers: [address("10.96.0.10"), address("fd00:10:96::a")],
    searches: [PlainToken("shop.svc.cluster.local"), PlainToken("cluster.local")],
    options: [PlainToken("ndots:5")])

  static func sandbox(
    _ name: String = "web-0", addresses: [String] = ["10.244.1.2", "fd00:1::2"],
    resolver: ResolverPlan = resolver, aliases: [HostsLine] = []
  ) -> SandboxPlan {
    let addresses = addresses.map { address($0) }
    return SandboxPlan(
      pod: pod(name), netns: StableNames.netns(pod(name)), hostInterface: .veth(for: name),
      macAddress: .pod(addresses[0]), addresses: addresses, resolver: resolver,
      hosts: HostsPlan(
        own: addresses.map { HostsLine(address: $0, names: [PlainToken(name)]) }, aliases: aliases))
  }

  static func node(
    wiring: WiringPlan = .routed, blocks: [String] = ["10.244.1.0/24", "fd00:1::/64"],
    sandboxes: [SandboxPlan] = [sandbox()], hostNetworkPods: [ObjectName] = []
  ) -> NodePlan {
    let gateways = blocks.map { block in
      InterfaceAddress(prefix(block).gateway, length: prefix(block).length)
    }
    return NodePlan(
      name: PlainToken("node-a"), position: 0, addresses: [address("192.168.56.11")],
      interface: nil, zone: nil,
      bridge: BridgePlan(
        name: InterfaceName(checked: "cbr0"), macAddress: .pod(gateways[0].address), mtu: 1500,
        wiring: wiring, addresses: gateways),
      podBlocks: blocks.map { prefix($0) }, sandboxes: sandboxes,
      routes: [
        RoutePlan(prefix: prefix("10.96.0.0/16"), nextHop: .bridge, purpose: .services),
        RoutePlan(
          prefix: prefix("10.244.2.0/24"), nextHop: .via(address("192.168.56.12")),
          purpose: .podsOfNode(PlainToken("node-b"))),
        RoutePlan(prefix: prefix("fd00:96::/112"), nextHop: .bridge, purpose: .services),
      ], hostNetworkPods: hostNetworkPods)
  }
}

extension IPPrefix {
  /// The first address behind the network's own.
  fileprivate var gateway: IPAddress { IPAddress(family: family, bits: network.bits + 1) }
}
