import Diagnostics
import NetworkModel
import NetworkTypes
import Resources
import Testing

private func object(_ kind: String, _ name: String, _ spec: String = "") -> String {
  """
  apiVersion: metallb.io/\(kind == "BGPPeer" ? "v1beta2" : "v1beta1")
  kind: \(kind)
  metadata: {name: \(name), namespace: metallb-system, labels: {is: \(name)}}
  spec: {\(spec)}
  """
}

private let pools = [
  object("IPAddressPool", "p", "addresses: [192.0.2.0/24]"),
  object("IPAddressPool", "q", "addresses: [198.51.100.0/24], autoAssign: false"),
]

private func service(_ name: String, labels: String = "", notes: String = "") -> String {
  """
  apiVersion: v1
  kind: Service
  metadata: {name: \(name), labels: {\(labels)}, annotations: {\(notes)}}
  spec: {type: LoadBalancer, selector: {app: x}, ports: [{port: 80}]}
  """
}

/// MetalLB's objects, resolved.
struct LoadBalancingLoweringTests {
  @Test func `pools and nodes are named, selected, or all`() throws {
    let network = try Lowering(
      pools + [
        object("L2Advertisement", "a"),
        object("L2Advertisement", "b", "ipAddressPools: [q]"),
        object(
          "L2Advertisement", "c",
          "ipAddressPoolSelectors: [{matchLabels: {is: p}}], ipAddressPools: [q]"),
        object("L2Advertisement", "d", "ipAddressPoolSelectors: [{matchLabels: {is: z}}]"),
        object("L2Advertisement", "e", "nodeSelectors: [{matchLabels: {disk: ssd}}]"),
        object(
          "L2Advertisement", "f",
          "nodeSelectors: [{matchExpressions: [{key: disk, operator: DoesNotExist}]}]"),
      ]
    ).network
    let found = network.loadBalancing.l2Advertisements
    #expect(
      found.map { $0.pools.map(\.position) } == [[0, 1], [1], [0, 1], [], [0, 1], [0, 1]])
    #expect(
      found.map { $0.nodes.map(\.position) } == [[0, 1], [0, 1], [0, 1], [0, 1], [0], [1]])
  }

  @Test func `weights are summed`() throws {
    let network = try Lowering([
      object(
        "L2Advertisement", "a",
        "preferredNodeSelectors: [{weight: 10, preference: {}}, "
          + "{weight: 5, preference: {matchLabels: {disk: ssd}}}]")
    ]).network
    let preferred = network.loadBalancing.l2Advertisements[0].preferredNodes
    #expect(preferred.map { [$0.node.position, $0.weight] } == [[0, 15], [1, 10]])
  }

  @Test func `a Service knows the advertisements that are for it`() throws {
    let network = try Lowering(
      pools + [
        object("L2Advertisement", "a"), object("L2Advertisement", "b", "ipAddressPools: [q]"),
        object("L2Advertisement", "c", "serviceSelectors: [{matchLabels: {tier: front}}]"),
        object("BGPAdvertisement", "a", "ipAddressPools: [p]"),
        service("plain"), service("front", labels: "tier: front"),
        service("shared", labels: "tier: front", notes: "metallb.io/allow-shared-ip: k"),
        service("asks", notes: "metallb.io/address-pool: q"),
      ]
    ).network
    let l2 = Dictionary(
      uniqueKeysWithValues: network.services.map { service in
        (service.name.name, service.l2Advertisements.map(\.position))
      })
    #expect(l2 == ["plain": [0], "front": [0, 2], "shared": [], "asks": [0, 1]])
    #expect(network.services.map { $0.bgpAdvertisements.count } == [0, 1, 1, 1])
  }

  @Test func `timers follow from each other`() throws {
    let session = "myASN: 1, peerASN: 2, peerAddress: 192.0.2"
    let network = try Lowering([
      object("BGPPeer", "a", "\(session).1"), object("BGPPeer", "b", "\(session).2, holdTime: 90s"),
      object("BGPPeer", "c", "\(session).3, keepaliveTime: 20s"),
      object("BGPPeer", "d", "\(session).4, holdTime: 0s"),
    ]).network
    let peers = network.loadBalancing.peers
    #expect(peers.map(\.holdSeconds) == [nil, 90, 60, 0])
    #expect(peers.map(\.keepaliveSeconds) == [nil, 30, 20, 0])
    #expect(peers.allSatisfy { $0.port.number == 179 && $0.nodes.count == 2 })
  }

  @Test func `communities by name, each once and sorted`() throws {
    let network = try Lowering([
      object("Community", "x", "communities: [{name: b, value: \"64500:2\"}]"),
      object("BGPAdvertisement", "a", "communities: [\"large:1:2:3\", b, \"64500:2\", \"1:1\"]"),
    ]).network
    #expect(
      network.loadBalancing.bgpAdvertisements[0].communities.map(\.description) == [
        "1:1", "64500:2", "1:2:3",
      ])
  }

  @Test(arguments: [
    ("stringData: {password: swordfish}", "kubernetes.io/basic-auth", [] as [String]),
    ("stringData: {password: \"two words\"}", "kubernetes.io/basic-auth", ["NC0641"]),
    ("data: {password: c3dvcmRmaXNoCg==}", "kubernetes.io/basic-auth", ["NC0641"]),
    ("stringData: {username: x}", "kubernetes.io/basic-auth", ["NC0647"]),
    ("stringData: {password: x}", "Opaque", ["NC0647"]),
  ])
  func `a password may come from a Secret`(data: String, type: String, codes: [String]) throws {
    let lowering = Lowering([
      object(
        "BGPPeer", "a",
        "myASN: 1, peerASN: 2, peerAddress: 192.0.2.1, passwordSecret: {name: tor}"),
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: tor, namespace: metallb-system}
      type: \(type)
      \(data)
      """,
    ])
    #expect(lowering.codes == codes)
    #expect(try (lowering.network.loadBalancing.peers[0].password != nil) == codes.isEmpty)
    for finding in lowering.diagnostics {
      #expect(!finding.message.contains("swordfish") && !finding.message.contains("two words"))
    }
  }

  @Test func `objects elsewhere do not count`() throws {
    let text = pools[0].replacing("metallb-system", with: "lb")
    let lowering = Lowering([text, service("s")])
    #expect(lowering.codes.contains("NC0644"))
    #expect(try lowering.network.loadBalancing.pools.isEmpty)
    let cluster = Lowering.cluster + "\n  loadBalancing: {namespace: lb}"
    let told = Lowering([text, service("s")], cluster: cluster)
    #expect(try told.network.services[0].loadBalancerIPs.count == 1)
  }

  @Test func `nothing is missed that a broken object may be`() {
    let broken = object("IPAddressPool", "b", "addresses: [nonsense]")
    let lowering = Lowering([
      broken, pools[1], object("L2Advertisement", "a", "ipAddressPools: [b]"),
      service("s"), service("t", notes: "metallb.io/address-pool: b"),
      service("u", notes: "metallb.io/loadBalancerIPs: 10.9.9.9"),
    ])
    #expect(lowering.codes == ["NC0211"], "\(lowering.diagnostics.map(\.message))")
  }
}
