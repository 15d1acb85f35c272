import Diagnostics
import NetworkTypes
import Resources
import Testing

@testable import NetworkModel

private func pool(_ name: String, _ addresses: String, _ more: String = "") -> String {
  """
  apiVersion: metallb.io/v1beta1
  kind: IPAddressPool
  metadata: {name: \(name), namespace: metallb-system, labels: {pool: \(name)}}
  spec: {addresses: [\(addresses)]\(more)}
  """
}

private func service(
  _ name: String, _ spec: String = "", notes: String = "", labels: String = "",
  namespace: String = "default", port: String = "{port: 80}"
) -> String {
  """
  apiVersion: v1
  kind: Service
  metadata: {name: \(name), namespace: \(namespace), annotations: {\(notes)}, labels: {\(labels)}}
  spec: {type: LoadBalancer, selector: {app: x}, ports: [\(port)]\(spec)}
  """
}

private func asks(_ address: String) -> String { "metallb.io/loadBalancerIPs: \"\(address)\"" }
private func shares(_ key: String) -> String { "metallb.io/allow-shared-ip: \(key)" }

extension Lowering {
  fileprivate func addresses(
    of name: String, _ location: Testing.SourceLocation = #_sourceLocation
  ) throws -> [String] {
    let services = try network.services.filter { $0.name.name == name }
    let service = try #require(services.first, sourceLocation: location)
    return service.loadBalancerIPs.map { "\($0.value)" }
  }

  /// The codes of what MetalLB's part says.
  fileprivate var loadBalancerCodes: [String] { codes.filter { $0.hasPrefix("NC06") } }
}

struct LoadBalancerAddressTests {
  @Test func `without a pool a Service keeps what its status says`() throws {
    let text = service("s") + "\nstatus: {loadBalancer: {ingress: [{ip: 203.0.113.1}]}}"
    let lowering = Lowering([text])
    #expect(try lowering.addresses(of: "s") == ["203.0.113.1"])
    #expect(try lowering.network.services[0].loadBalancerPool == nil)
    #expect(lowering.loadBalancerCodes.isEmpty)
  }

  @Test func `the lowest free address of the first pool by name`() throws {
    let lowering = Lowering([
      service("b"), service("a"), pool("p", "192.0.2.0/30"), pool("q", "198.51.100.0/30"),
    ])
    #expect(try lowering.addresses(of: "a") == ["192.0.2.0"])
    #expect(try lowering.addresses(of: "b") == ["192.0.2.1"])
    #expect(try lowering.network.services[0].loadBalancerPool == Index(0))
    #expect(lowering.loadBalancerCodes == ["NC0659"])
  }

  @Test func `entries in the order written, buggy addresses left out`() throws {
    let lowering =
      Lowering(
        ["a", "b", "c"].map { service($0) } + [
          pool("p", "198.51.100.254-198.51.101.0, 192.0.2.0/31", ", avoidBuggyIPs: true")
        ])
    #expect(try lowering.addresses(of: "a") == ["198.51.100.254"])
    #expect(try lowering.addresses(of: "b") == ["192.0.2.1"])
    #expect(try lowering.addresses(of: "c").isEmpty)
    #expect(lowering.loadBalancerCodes == ["NC0656"])
  }

  @Test func `who has the addresses is shown where none is left`() throws {
    let lowering = Lowering([service("a"), service("b"), pool("p", "192.0.2.1/32")])
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
      service("s", notes: notes), pool("p", "192.0.2.0/24", ", autoAssign: false"),
    ])
    #expect(try lowering.addresses(of: "s") == ["192.0.2.9"])
    #expect(lowering.loadBalancerCodes.isEmpty)
  }

  @Test(arguments: [
    ("a: \"1\"", ", loadBalancerIP: 192.0.2.9", []), (asks("192.0.2.300"), "", ["NC0651"]),
    (asks("192.0.2.1,192.0.2.2"), "", ["NC0651"]), (asks("192.0.2.1,"), "", ["NC0651"]),
    (asks("192.0.2.1"), ", loadBalancerIP: 192.0.2.1", ["NC0651"]),
    (asks("2001:db8::1"), "", ["NC0651"]), (asks("192.0.2.1,2001:db8::1"), "", ["NC0651"]),
    (asks("203.0.113.1"), "", ["NC0652"]), (asks("192.0.2.0"), "", ["NC0652"]),
    (asks("192.0.2.1") + ", metallb.io/address-pool: q", "", ["NC0652"]),
    (asks("192.0.2.1") + ", metallb.io/address-pool: zz", "", ["NC0653"]),
    ("metallb.io/address-pool: zz", "", ["NC0653"]),
    ("metallb.io/address-pool: others", "", ["NC0654"]), (asks("10.9.0.1"), "", ["NC0654"]),
    ("metallb.io/address-pools: p", "", ["NC0670"]),
    ("metallb.io/address-pool: v6", "", ["NC0657"]),
  ])
  func `requests`(notes: String, spec: String, codes: [String]) throws {
    let lowering = Lowering([
      service("s", spec, notes: notes), pool("p", "192.0.2.0/24", ", avoidBuggyIPs: true"),
      pool("q", "198.51.100.0/24", ", autoAssign: false"),
      pool("others", "10.9.0.0/24", ", serviceAllocation: {namespaces: [other]}"),
      pool("v6", "\"2001:db8::/64\"", ", autoAssign: false"),
    ])
    #expect(lowering.loadBalancerCodes == codes, "\(lowering.diagnostics.map(\.message))")
    let isServed = codes.isEmpty || codes == ["NC0670"]
    #expect(try lowering.addresses(of: "s").isEmpty != isServed)
  }

  @Test func `pools for some Services come first, by priority, 0 behind all others`() throws {
    let names = ["a", "b", "c", "d", "e"]
    let lowering =
      Lowering(
        names.map { service($0, labels: "team: x") } + [
          pool("p1", "10.9.1.0/32", ", serviceAllocation: {priority: 20}"),
          pool("p2", "10.9.2.0/32", ", serviceAllocation: {priority: 10, namespaces: [default]}"),
          pool(
            "p3", "10.9.3.0/32",
            ", serviceAllocation: {serviceSelectors: [{matchLabels: {team: x}}]}"),
          pool(
            "p4", "10.9.4.0/32",
            ", serviceAllocation: {priority: 1, serviceSelectors: [{matchLabels: {team: z}}]}"),
          pool("p5", "10.9.5.0/32", ", serviceAllocation: {priority: 1, namespaces: [other]}"),
          pool("u", "10.9.9.0/32"),
        ])
    #expect(
      try names.flatMap { try lowering.addresses(of: $0) } == [
        "10.9.2.0", "10.9.1.0", "10.9.3.0", "10.9.9.0",
      ])
    #expect(lowering.loadBalancerCodes == ["NC0656"])
  }

  @Test func `a selector of namespaces that finds none keeps everybody out`() throws {
    let lowering = Lowering([
      service("s"),
      pool(
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
      service("s", ", ipFamilyPolicy: \(policy)"), pool("p", addresses),
    ])
    #expect(try lowering.addresses(of: "s") == expected)
    #expect(lowering.loadBalancerCodes == (code.isEmpty ? [] : [code]))
  }

  @Test func `a Service that prefers two families takes a pool that has both`() throws {
    let lowering = Lowering([
      service("s", ", ipFamilyPolicy: PreferDualStack, ipFamilies: [IPv6]"),
      pool("a", "192.0.2.0/24"), pool("b", "198.51.100.0/24, \"2001:db8::/64\""),
    ])
    #expect(try lowering.addresses(of: "s") == ["198.51.100.0", "2001:db8::"])
  }

  @Test func `one cluster IP in the list is single stack to MetalLB`() throws {
    let text = service(
      "s",
      ", ipFamilyPolicy: RequireDualStack, clusterIP: 10.2.0.9, clusterIPs: [10.2.0.9]")
    let lowering = Lowering([text, pool("p", "192.0.2.0/24, \"2001:db8::/64\"")])
    #expect(lowering.loadBalancerCodes == ["NC0651"])
  }

  @Test func `only Services of the class are served`() throws {
    let cluster = Lowering.cluster + "\n  loadBalancing: {class: example.com/lb}"
    let documents = [
      service("a", ", loadBalancerClass: example.com/lb"), service("b"),
      pool("p", "192.0.2.0/24"),
    ]
    #expect(try Lowering(documents, cluster: cluster).addresses(of: "a") == ["192.0.2.0"])
    #expect(try Lowering(documents, cluster: cluster).addresses(of: "b").isEmpty)
    #expect(try Lowering(documents).addresses(of: "a").isEmpty)
    #expect(try Lowering(documents).addresses(of: "b") == ["192.0.2.0"])
  }

  @Test func `a status counts as long as a pool holds it`() throws {
    func exported(_ address: String, _ notes: String = "") -> String {
      service("s", notes: notes) + "\nstatus: {loadBalancer: {ingress: [{ip: \(address)}]}}"
    }
    let pools = [pool("p", "192.0.2.0/24"), pool("q", "198.51.100.0/24", ", autoAssign: false")]
    let kept = Lowering([exported("192.0.2.77")] + pools)
    #expect(try kept.addresses(of: "s") == ["192.0.2.77"])
    #expect(kept.lowered?.lock.services.entries.first?.value.loadBalancerIPs.isEmpty ?? true)
    #expect(try Lowering([exported("198.51.100.7")] + pools).addresses(of: "s") == ["198.51.100.7"])
    let lost = Lowering([exported("203.0.113.1")] + pools)
    #expect(try lost.addresses(of: "s") == ["192.0.2.0"])
    #expect(lost.loadBalancerCodes == ["NC0658"])
    let moved = Lowering([exported("192.0.2.77", asks("192.0.2.5"))] + pools)
    #expect(try moved.addresses(of: "s") == ["192.0.2.5"])
    #expect(moved.loadBalancerCodes.isEmpty)
  }
}

struct SharedAddressTests {
  private func two(
    _ first: (notes: String, spec: String, port: String),
    _ second: (notes: String, spec: String, port: String)
  ) -> Lowering {
    Lowering([
      service("a", first.spec, notes: first.notes, port: first.port),
      service("b", second.spec, notes: second.notes, port: second.port),
      pool("p", "192.0.2.0/24"),
    ])
  }

  private let tcp = "{port: 53}"
  private let udp = "{port: 53, protocol: UDP}"

  @Test func `one key, other ports: one address`() throws {
    let lowering = two((shares("k"), "", tcp), (shares("k"), "", udp))
    #expect(try lowering.addresses(of: "b") == ["192.0.2.0"])
  }

  @Test(arguments: [
    ("k", "k", "", "", "{port: 53}"), ("k", "other", "", "", "{port: 54}"),
    ("k", "\"\"", "", "", "{port: 54}"), ("\"\"", "\"\"", "", "", "{port: 54}"),
    ("k", "k", "", ", externalTrafficPolicy: Local", "{port: 54}"),
    (
      "k", "k", ", externalTrafficPolicy: Local",
      ", externalTrafficPolicy: Local, selector: {app: z}", "{port: 54}"
    ),
  ])
  func `otherwise two`(
    first: String, second: String, policy: String, otherPolicy: String, port: String
  ) throws {
    // The second selector stands in for the first one of the helper.
    let other = otherPolicy.contains("selector")
    let text = service("b", otherPolicy, notes: shares(second), port: port)
    let lowering = Lowering([
      service("a", policy, notes: shares(first), port: "{port: 53}"),
      other ? text.replacing("selector: {app: x}, ", with: "") : text,
      pool("p", "192.0.2.0/24"),
    ])
    #expect(try lowering.addresses(of: "a") == ["192.0.2.0"])
    #expect(try lowering.addresses(of: "b") == ["192.0.2.1"])
  }

  @Test func `under Local the selectors must be equal`() throws {
    let local = ", externalTrafficPolicy: Local"
    let lowering = two((shares("k"), local, "{port: 1}"), (shares("k"), local, "{port: 2}"))
    #expect(try lowering.addresses(of: "b") == ["192.0.2.0"])
  }

  @Test func `a request for an address that cannot be shared names both and the port`() throws {
    let notes = shares("k") + ", " + asks("192.0.2.9")
    let lowering = two((notes, "", tcp), (notes, "", tcp))
    #expect(try lowering.addresses(of: "a") == ["192.0.2.9"])
    #expect(try lowering.addresses(of: "b").isEmpty)
    let finding = try #require(lowering.diagnostics.first { $0.code.description == "NC0655" })
    #expect(finding.message.contains("TCP 53") && finding.message.contains("service default/a"))
    #expect(finding.notes.count == 1)
  }

  @Test(arguments: 1...20)
  func `the quick search finds what the slow one finds`(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    let pools = [
      AddressPool(
        name: "p", range: .placeholder,
        entries: [
          PoolEntry(blocks: [try IPPrefix(parsing: "10.0.0.0/26")], range: .placeholder)
        ], assignsOnItsOwn: true, avoidsBuggyIPs: seed.isMultiple(of: 2), allocation: nil)
    ]
    var allocator = PoolAllocator(pools)
    for service in 0..<60 {
      let ports = (0..<Int.random(in: 1...3, using: &random)).map { _ in
        ClaimedPort(transport: .tcp, port: Port(Int.random(in: 1...4, using: &random)) ?? 1)
      }
      let claim = PoolAllocator.Claim(
        service: service, ports: Array(Set(ports)),
        sharingKey: ["", "k", "l"].randomElement(using: &random) ?? "", backendKey: "")
      let all = (0..<64).map { IPAddress(family: .ipv4, bits: 0x0A00_0000 + UInt128($0)) }
      let slow = all.first { address in
        allocator.pool(of: address) != nil && allocator.conflict(claim, at: address) == nil
      }
      let quick = allocator.candidate(in: 0, .ipv4, for: claim)
      #expect(quick == slow, "seed \(seed), service \(service)")
      // Some ask for an address out of order.
      let chosen =
        Int.random(in: 0..<4, using: &random) == 0
        ? all.filter { allocator.pool(of: $0) != nil && allocator.conflict(claim, at: $0) == nil }
          .randomElement(using: &random) : quick
      if let chosen { allocator.take(chosen, for: claim) }
    }
  }

  @Test(arguments: [
    ("1.2.3.0/24", false, 256), ("1.2.3.0/24, 2.3.4.128/25", false, 384),
    ("1.2.3.0/24, 2.3.4.128/25", true, 381), ("1.2.3.0/31", true, 1),
  ])
  func `a pool gives as many addresses as it has`(
    addresses: String, avoids: Bool, expected: Int
  ) throws {
    let lowering = Lowering([pool("p", addresses, ", avoidBuggyIPs: \(avoids)")])
    var allocator = PoolAllocator(try lowering.network.loadBalancing.pools)
    var count = 0
    while true {
      let claim = PoolAllocator.Claim(service: count, ports: [], sharingKey: "", backendKey: "")
      guard let address = allocator.candidate(in: 0, .ipv4, for: claim) else { break }
      allocator.take(address, for: claim)
      count += 1
    }
    #expect(count == expected)
  }
}

struct LoadBalancerStabilityTests {
  private func documents(_ random: inout SeededGenerator) -> [String] {
    (0..<24).map { number in
      let name = "s\(Int.random(in: 0..<1000, using: &random))x\(number)"
      let port = "{port: \(Int.random(in: 1...3, using: &random))}"
      switch Int.random(in: 0..<6, using: &random) {
      case 0: return service(name, notes: shares("k"), port: port)
      case 1: return service(name, notes: shares("l"), port: port)
      case 2: return service(name, ", ipFamilyPolicy: PreferDualStack")
      case 3: return service(name, ", ipFamilyPolicy: RequireDualStack")
      case 4: return service(name, notes: "metallb.io/address-pool: q")
      default: return service(name)
      }
    }
  }

  private let pools = [
    pool("p", "192.0.2.0/28, \"2001:db8::/120\""), pool("q", "198.51.100.0/24"),
    pool("r", "10.9.0.0/24", ", serviceAllocation: {priority: 1}"),
  ]

  @Test(arguments: 1...25)
  func `no Service moves when others come and go`(seed: Int) throws {
    var random = SeededGenerator(state: UInt64(seed))
    let all = documents(&random)
    let first = all.filter { _ in Bool.random(using: &random) } + pools
    let second = (all.filter { _ in Bool.random(using: &random) } + pools).shuffled(using: &random)
    let before = try #require(Lowering(first).lowered)
    let after = try #require(Lowering(second, lock: before.lock).lowered)
    for service in before.network.services where !service.loadBalancerIPs.isEmpty {
      guard let same = after.network.services.first(where: { $0.name == service.name }) else {
        continue
      }
      #expect(
        same.loadBalancerIPs.map(\.value).starts(with: service.loadBalancerIPs.map(\.value)),
        "seed \(seed), service \(service.name)")
    }
  }

  @Test(arguments: 1...10)
  func `a second build with its own lock changes nothing`(seed: Int) throws {
    var random = SeededGenerator(state: UInt64(seed) << 20)
    let documents = documents(&random) + pools
    let first = try #require(Lowering(documents).lowered)
    let second = try #require(
      Lowering(documents.shuffled(using: &random), lock: first.lock).lowered)
    #expect(first.lock.printed() == second.lock.printed(), "seed \(seed)")
  }

  @Test func `a written request takes an address from the lock, which is told`() throws {
    let first = try #require(Lowering([service("a"), pool("p", "192.0.2.0/24")]).lowered)
    let second = Lowering(
      [service("a"), service("b", notes: asks("192.0.2.0")), pool("p", "192.0.2.0/24")],
      lock: first.lock)
    #expect(try second.addresses(of: "b") == ["192.0.2.0"])
    #expect(try second.addresses(of: "a") == ["192.0.2.1"])
    #expect(second.codes.contains("NC0445"))
  }

  @Test func `the lock is read as it is written`() throws {
    let documents = [
      service("a", ", ipFamilyPolicy: RequireDualStack"),
      pool("p", "192.0.2.0/24, \"2001:db8::/64\""),
    ]
    let lock = try #require(Lowering(documents).lowered).lock
    var log = DiagnosticLog()
    let read = AddressLock(
      reading: SourceFile(path: "netc.lock", bytes: lock.printed()), index: 0, log: &log)
    #expect(read.printed() == lock.printed())
    #expect(
      String(decoding: lock.printed(), as: UTF8.self)
        .contains("loadBalancerIPs: [\"192.0.2.0\", \"2001:db8::\"]"))
  }
}
