import NetworkTypes
import Testing

@testable import Planning

struct NodePortRangesTests {
  struct Case: CustomTestStringConvertible {
    let named: [String]
    var servesLocalhost = false
    let ipv4: [String]
    let ipv6: [String]
    var testDescription: String { "\(named)\(servesLocalhost ? " and localhost" : "")" }
  }

  @Test(arguments: [
    Case(named: [], ipv4: ["0.0.0.0/0"], ipv6: ["::/0"]),
    Case(named: ["192.168.0.0/24"], ipv4: ["192.168.0.0/24"], ipv6: ["::/0"]),
    Case(named: ["2001:db8::/64"], ipv4: ["0.0.0.0/0"], ipv6: ["2001:db8::/64"]),
    Case(named: ["10.0.0.0/8", "0.0.0.0/0"], ipv4: ["0.0.0.0/0"], ipv6: ["::/0"]),
    Case(named: ["127.0.0.0/8", "::1/128"], ipv4: [], ipv6: []),
    Case(named: ["10.0.0.0/8", "127.0.0.1/32"], ipv4: ["10.0.0.0/8"], ipv6: ["::/0"]),
    Case(
      named: ["127.0.0.1/32", "::1/128"], servesLocalhost: true, ipv4: ["127.0.0.1/32"], ipv6: []),
    Case(named: ["124.0.0.0/6"], ipv4: ["124.0.0.0/7", "126.0.0.0/8"], ipv6: ["::/0"]),
    Case(named: ["::/126"], ipv4: ["0.0.0.0/0"], ipv6: ["::/128", "::2/127"]),
  ])
  func `node ports answer in the ranges, on loopback only if asked`(_ row: Case) throws {
    let plan = ProxyPlan(
      backend: .iptables(.linear), masqueradesAll: false,
      nodePortAddresses: try row.named.map { try IPPrefix(parsing: $0) },
      servesLocalhostNodePorts: row.servesLocalhost)
    let node = try Self.node()
    #expect(try plan.nodePortRanges(.ipv4, on: node) == row.ipv4.map { try IPPrefix(parsing: $0) })
    #expect(try plan.nodePortRanges(.ipv6, on: node) == row.ipv6.map { try IPPrefix(parsing: $0) })
  }

  @Test func `primary is the node's own address of each family`() throws {
    let plan = ProxyPlan(
      backend: .iptables(.tree), masqueradesAll: false, nodePortAddresses: [],
      servesLocalhostNodePorts: true, servesPrimaryAddressOnly: true)
    let node = try Self.node()
    #expect(plan.nodePortRanges(.ipv4, on: node).map(\.description) == ["192.168.0.2/32"])
    #expect(plan.nodePortRanges(.ipv6, on: node).map(\.description) == ["2001:db8::1/128"])
    #expect(!plan.servesLocalhost(.ipv4))
  }

  @Test(arguments: [
    ([], true), (["127.0.0.0/8"], true), (["127.0.0.1/32", "10.0.0.0/8"], true),
    (["0.0.0.0/0"], true), (["10.0.0.0/8"], false), (["::1/128"], true),
  ])
  func `localhost is served where the ranges have it, over IPv4 alone`(
    named: [String], isServed: Bool
  ) throws {
    let plan = ProxyPlan(
      backend: .iptables(.tree), masqueradesAll: false,
      nodePortAddresses: try named.map { try IPPrefix(parsing: $0) },
      servesLocalhostNodePorts: true)
    #expect(plan.servesLocalhost(.ipv4) == isServed)
    #expect(!plan.servesLocalhost(.ipv6))
  }

  private static func node() throws -> NodePlan {
    NodePlan(
      name: PlainToken("node"), position: 0,
      addresses: [try IPAddress(parsing: "192.168.0.2"), try IPAddress(parsing: "2001:db8::1")],
      interface: nil, zone: nil,
      bridge: BridgePlan(
        name: InterfaceName(checked: "cbr0"), macAddress: .derived(from: "node"), mtu: 1500,
        wiring: .routed, addresses: []),
      podBlocks: [], sandboxes: [], routes: [], hostNetworkPods: [])
  }
}
