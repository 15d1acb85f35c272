import NetworkTypes
import Testing

@testable import Planning

/// kube-proxy's categories (pkg/proxy/topology_test.go has the same questions in its own terms).
struct UsableEndpointsTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let endpoints: [EndpointPlan]
    let cluster: [String]
    let local: [String]
  }

  static let here = 0
  static let there = 1

  static func endpoint(
    _ last: UInt8, on node: Int?, isReady: Bool = true, nodes: [Int] = [], zones: [String] = []
  ) -> EndpointPlan {
    EndpointPlan(
      address: IPAddress(family: .ipv4, bits: 0x0A00_0000 + UInt128(last)), port: 80, node: node,
      isReady: isReady, hintedNodes: nodes, hintedZones: zones)
  }

  @Test(arguments: [
    Case(
      testDescription: "ready ones everywhere",
      endpoints: [endpoint(1, on: here), endpoint(2, on: there)],
      cluster: ["10.0.0.1:80", "10.0.0.2:80"], local: ["10.0.0.1:80"]),
    Case(
      testDescription: "terminating ones only when none is ready",
      endpoints: [endpoint(1, on: here, isReady: false), endpoint(2, on: there)],
      cluster: ["10.0.0.2:80"], local: ["10.0.0.1:80"]),
    Case(
      testDescription: "all terminating",
      endpoints: [endpoint(1, on: here, isReady: false), endpoint(2, on: there, isReady: false)],
      cluster: ["10.0.0.1:80", "10.0.0.2:80"], local: ["10.0.0.1:80"]),
    Case(
      testDescription: "none on this node", endpoints: [endpoint(2, on: there)],
      cluster: ["10.0.0.2:80"], local: []),
    Case(
      testDescription: "an address of no known node is never local",
      endpoints: [endpoint(9, on: nil)], cluster: ["10.0.0.9:80"], local: []),
    Case(
      testDescription: "zone hints when every endpoint has one",
      endpoints: [endpoint(1, on: here, zones: ["z1"]), endpoint(2, on: there, zones: ["z2"])],
      cluster: ["10.0.0.1:80"], local: ["10.0.0.1:80"]),
    Case(
      testDescription: "one endpoint without a hint: no hints",
      endpoints: [endpoint(1, on: here, zones: ["z1"]), endpoint(2, on: there)],
      cluster: ["10.0.0.1:80", "10.0.0.2:80"], local: ["10.0.0.1:80"]),
    Case(
      testDescription: "no hint for this zone: all",
      endpoints: [endpoint(1, on: here, zones: ["z3"]), endpoint(2, on: there, zones: ["z2"])],
      cluster: ["10.0.0.1:80", "10.0.0.2:80"], local: ["10.0.0.1:80"]),
    Case(
      testDescription: "a hint for a node that does not exist is a hint",
      endpoints: [
        endpoint(1, on: here, nodes: [here]), endpoint(2, on: there, nodes: [EndpointPlan.noNode]),
      ],
      cluster: ["10.0.0.1:80"], local: ["10.0.0.1:80"]),
    Case(
      testDescription: "node hints before zone hints",
      endpoints: [
        endpoint(1, on: here, nodes: [there], zones: ["z1"]),
        endpoint(2, on: there, nodes: [here], zones: ["z2"]),
      ], cluster: ["10.0.0.2:80"], local: ["10.0.0.1:80"]),
  ])
  func `a node uses these endpoints`(_ given: Case) {
    let usable = Self.port(given.endpoints).usableEndpoints(on: Self.node)
    #expect(usable.cluster.map(\.text) == given.cluster)
    #expect(usable.local.map(\.text) == given.local)
    #expect(usable.existAnywhere)
  }

  @Test func `no endpoints at all is told apart from none here`() {
    #expect(!Self.port([]).usableEndpoints(on: Self.node).existAnywhere)
  }

  private static func port(_ endpoints: [EndpointPlan]) -> ServicePortPlan {
    ServicePortPlan(
      label: PlainToken("ns/svc"), family: .ipv4, transport: .tcp,
      clusterIP: IPAddress(family: .ipv4, bits: 0x0A60_0001), port: 80, nodePort: nil,
      externalIPs: [], loadBalancerIPs: [], loadBalancerSourceRanges: [],
      externalTrafficIsLocal: false, internalTrafficIsLocal: false, affinityTimeoutSeconds: nil,
      healthCheckNodePort: nil, endpoints: endpoints, differsByNode: false)
  }

  private static let node = NodePlan(
    name: PlainToken("a"), position: here, addresses: [], interface: nil, zone: "z1",
    bridge: BridgePlan(
      name: "cbr0", macAddress: .derived(from: "a"), mtu: 1500, wiring: .routed, addresses: []),
    podBlocks: [], sandboxes: [], routes: [], hostNetworkPods: [])
}
