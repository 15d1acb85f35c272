import Diagnostics
import NetworkTypes
import Resources
import Testing

@testable import NetworkModel

struct LoadBalancerAddressTests {
  @Test func `without a pool a Service keeps what its status says`() throws {
    let text = Write.balanced("s") + "\nstatus: {loadBalancer: {ingress: [{ip: 203.0.113.1}]}}"
    let lowering = Lowering([text])
    #expect(try lowering.addresses(of: "s") == ["203.0.113.1"])
    #expect(try lowering.network.services[0].loadBalancerPool == nil)
    #expect(lowering.loadBalancerCodes.isEmpty)
  }

  @Test func `the lowest free address of the first pool by name`() throws {
    let lowering = Lowering([
      Write.balanced("b"), Write.balanced("a"), Write.pool("p", "192.0.2.0/30"),
      Write.pool("q", "198.51.100.0/30"),
    ])
    #expect(try lowering.addresses(of: "a") == ["192.0.2.0"])
    #expect(try lowering.addresses(of: "b") == ["192.0.2.1"])
    #expect(try lowering.network.services[0].loadBalancerPool == Index(0))
    #expect(lowering.loadBalancerCodes == ["NC0659"])
  }

  @Test func `entries in the order written, buggy addresses left out`() throws {
    let lowering =
      Lowering(
        ["a", "b", "c"].map { Write.balanced($0) } + [
          Write.pool("p", "198.51.100.254-198.51.101.0, 192.0.2.0/31", ", avoidBuggyIPs: true")
        ])
    #expect(try lowering.addresses(of: "a") == ["198.51.100.254"])
    #expect(try lowering.addresses(of: "b") == ["192.0.2.1"])
    #expect(try lowering.addresses(of: "c").isEmpty)
    #expect(lowering.loadBalancerCodes == ["NC0656"])
  }

  @Test func `who has the addresses is shown where none is left`() throws {
    let lowering = Lowering([
      Write.balanced("a"), Write.balanced("b"), Write.pool("p", "192.0.2.1/32"),
    ])
    let finding = try #require(lowering.diagnostics.first { $0.code.description == "NC0656" })
    #expect(finding.object == "Service default/b")
    #expect(finding.notes.map(\.message).last == "service default/a has 192.0.2.1")
  }

  @Test(arguments: [
    "metallb.io/loadBalancerIPs: 192.0.2.9", "metallb.universe.tf/loadBalancerIPs: 192.0.2.9",
    "metallb.io/loadBalancerIPs: 192.0.2.9, metallb.universe.tf/loadBalancerIPs: 192.0.2.8",
    "metallb.io/loadBalancerIPs: \" 192.0.2.9 \", metallb.io/address-pool: p",
  ])
  func `an address that is asked for, though the pool gives none by itself`(notes: String) throws {
    let lowering = Lowering([
      Write.balanced("s", notes: notes), Write.pool("p", "192.0.2.0/24", ", autoAssign: false"),
    ])
    #expect(try lowering.addresses(of: "s") == ["192.0.2.9"])
    #expect(lowering.loadBalancerCodes.isEmpty)
  }

  @Test(arguments: [
    ("a: \"1\"", ", loadBalancerIP: 192.0.2.9", []), (Write.asks("192.0.2.300"), "", ["NC0651"]),
    (Write.asks("192.0.2.1,192.0.2.2"), "", ["NC0651"]), (Write.asks("192.0.2.1,"), "", ["NC0651"]),
    (Write.asks("192.0.2.1"), ", loadBalancerIP: 192.0.2.1", ["NC0651"]),
    (Write.asks("2001:db8::1"), "", ["NC0651"]),
    (Write.asks("192.0.2.1,2001:db8::1"), "", ["NC0651"]),
    (Write.asks("203.0.113.1"), "", ["NC0652"]), (Write.asks("192.0.2.0"), "", ["NC0652"]),
    (Write.asks("192.0.2.1") + ", metallb.io/address-pool: q", "", ["NC0652"]),
    (Write.asks("192.0.2.1") + ", metallb.io/address-pool: zz", "", ["NC0653"]),
    ("metallb.io/address-pool: zz", "", ["NC0653"]),
    ("metallb.io/address-pool: others", "", ["NC0654"]), (Write.asks("10.9.0.1"), "", ["NC0654"]),
    ("metallb.io/address-pools: p", "", ["NC0670"]),
    ("metallb.io/address-pool: v6", "", ["NC0657"]),
  ])
  func `requests`(notes: String, spec: String, codes: [String]) throws {
    let lowering = Lowering([
      Write.balanced("s", spec, notes: notes),
      Write.pool("p", "192.0.2.0/24", ", avoidBuggyIPs: true"),
      Write.pool("q", "198.51.100.0/24", ", autoAssign: false"),
      Write.pool("others", "10.9.0.0/24", ", serviceAllocation: {namespaces: [other]}"),
      Write.pool("v6", "\"2001:db8::/64\"", ", autoAssign: false"),
    ])
    #expect(lowering.loadBalancerCodes == codes, "\(lowering.diagnostics.map(\.message))")
    let isServed = codes.isEmpty || codes == ["NC0670"]
    #expect(try lowering.addresses(of: "s").isEmpty != isServed)
  }

  @Test func `pools for some Services come first, by priority, 0 behind all others`() throws {
    let names = ["a", "b", "c", "d", "e"]
    let lowering =
      Lowering(
        names.map { Write.balanced($0, labels: "team: x") } + [
          Write.pool("p1", "10.9.1.0/32", ", serviceAllocation: {priority: 20}"),
          Write.pool(
            "p2", "10.9.2.0/32", ", serviceAllocation: {priority: 10, namespaces: [default]}"),
          Write.pool(
            "p3", "10.9.3.0/32",
            ", serviceAllocation: {serviceSelectors: [{matchLabels: {team: x}}]}"),
          Write.pool(
            "p4", "10.9.4.0/32",
            ", serviceAllocation: {priority: 1, serviceSelectors: [{matchLabels: {team: z}}]}"),
          Write.pool(
            "p5", "10.9.5.0/32", ", serviceAllocation: {priority: 1, namespaces: [other]}"),
          Write.pool("u", "10.9.9.0/32"),
        ])
    #expect(
      try names.flatMap { try lowering.addresses(of: $0) } == [
        "10.9.2.0", "10.9.1.0", "10.9.3.0", "10.9.9.0",
      ])
    #expect(lowering.loadBalancerCodes == ["NC0656"])
  }

  @Test func `a selector of namespaces that finds none keeps everybody out`() throws {
    let lowering = Lowering([
      Write.balanced("s"),
      Write.pool(
        "p", "192.0.2.0/24",
        ", serviceAllocation: {namespaceSelectors: [{matchLabels: {no: such}}]}"),
    ])
    #expect(lowering.loadBalancerCodes == ["NC0654"])
  }

  @Test(arguments: [
    ("RequireDualStack", "192.0.2.0/24, \"2001:db8::/64\"", ["192.0.2.0", "2001:db8::"], ""),
    ("RequireDualStack", "192.0.2.0/24", [], "NC0657"),
    ("PreferDualStack", "192.0.2.0/24", ["192.0.2.0"], ""),
    ("PreferDualStack", "\"2001:db8::/64\"", ["2001:db8::"], ""),
    ("SingleStack", "\"2001:db8::/64\"", [], "NC0657"),
    ("SingleStack", "192.0.2.0/24, \"2001:db8::/64\"", ["192.0.2.0"], ""),
  ])
  func `families`(policy: String, addresses: String, expected: [String], code: String) throws {
    let lowering = Lowering([
      Write.balanced("s", ", ipFamilyPolicy: \(policy)"), Write.pool("p", addresses),
    ])
    #expect(try lowering.addresses(of: "s") == expected)
    #expect(lowering.loadBalancerCodes == (code.isEmpty ? [] : [code]))
  }

  @Test func `a Service that prefers two families takes a pool that has both`() throws {
    let lowering = Lowering([
      Write.balanced("s", ", ipFamilyPolicy: PreferDualStack, ipFamilies: [IPv6]"),
      Write.pool("a", "192.0.2.0/24"), Write.pool("b", "198.51.100.0/24, \"2001:db8::/64\""),
    ])
    #expect(try lowering.addresses(of: "s") == ["198.51.100.0", "2001:db8::"])
  }

  @Test func `one cluster IP in the list is single stack to MetalLB`() throws {
    let text = Write.balanced(
      "s",
      ", ipFamilyPolicy: RequireDualStack, clusterIP: 10.2.0.9, clusterIPs: [10.2.0.9]")
    let lowering = Lowering([text, Write.pool("p", "192.0.2.0/24, \"2001:db8::/64\"")])
    #expect(lowering.loadBalancerCodes == ["NC0651"])
  }

  @Test func `only Services of the class are served`() throws {
    let cluster = Lowering.cluster + "\n  loadBalancing: {class: example.com/lb}"
    let documents = [
      Write.balanced("a", ", loadBalancerClass: example.com/lb"), Write.balanced("b"),
      Write.pool("p", "192.0.2.0/24"),
    ]
    #expect(try Lowering(documents, cluster: cluster).addresses(of: "a") == ["192.0.2.0"])
    #expect(try Lowering(documents, cluster: cluster).addresses(of: "b").isEmpty)
    #expect(try Lowering(documents).addresses(of: "a").isEmpty)
    #expect(try Lowering(documents).addresses(of: "b") == ["192.0.2.0"])
  }

  @Test func `a status counts as long as a pool holds it`() throws {
    func exported(_ address: String, _ notes: String = "") -> String {
      Write.balanced("s", notes: notes) + "\nstatus: {loadBalancer: {ingress: [{ip: \(address)}]}}"
    }
    let pools = [
      Write.pool("p", "192.0.2.0/24"), Write.pool("q", "198.51.100.0/24", ", autoAssign: false"),
    ]
    let kept = Lowering([exported("192.0.2.77")] + pools)
    #expect(try kept.addresses(of: "s") == ["192.0.2.77"])
    #expect(kept.lowered?.lock.services.entries.first?.value.loadBalancerIPs.isEmpty ?? true)
    #expect(try Lowering([exported("198.51.100.7")] + pools).addresses(of: "s") == ["198.51.100.7"])
    let lost = Lowering([exported("203.0.113.1")] + pools)
    #expect(try lost.addresses(of: "s") == ["192.0.2.0"])
    #expect(lost.loadBalancerCodes == ["NC0658"])
    let moved = Lowering([exported("192.0.2.77", Write.asks("192.0.2.5"))] + pools)
    #expect(try moved.addresses(of: "s") == ["192.0.2.5"])
    #expect(moved.loadBalancerCodes.isEmpty)
  }
}
