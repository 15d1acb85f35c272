import Diagnostics
import NetworkTypes
import Resources
import Testing

@testable import NetworkModel

struct SharedAddressTests {
  private func two(
    _ first: (notes: String, spec: String, port: String),
    _ second: (notes: String, spec: String, port: String)
  ) -> Lowering {
    Lowering([
      Write.balanced("a", first.spec, notes: first.notes, port: first.port),
      Write.balanced("b", second.spec, notes: second.notes, port: second.port),
      Write.pool("p", "192.0.2.0/24"),
    ])
  }

  private let tcp = "{port: 53}"
  private let udp = "{port: 53, protocol: UDP}"

  @Test func `one key, other ports: one address`() throws {
    let lowering = two((Write.shares("k"), "", tcp), (Write.shares("k"), "", udp))
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
    let text = Write.balanced("b", otherPolicy, notes: Write.shares(second), port: port)
    let lowering = Lowering([
      Write.balanced("a", policy, notes: Write.shares(first), port: "{port: 53}"),
      other ? text.replacing("selector: {app: x}, ", with: "") : text,
      Write.pool("p", "192.0.2.0/24"),
    ])
    #expect(try lowering.addresses(of: "a") == ["192.0.2.0"])
    #expect(try lowering.addresses(of: "b") == ["192.0.2.1"])
  }

  @Test func `under Local the selectors must be equal`() throws {
    let local = ", externalTrafficPolicy: Local"
    let lowering = two(
      (Write.shares("k"), local, "{port: 1}"), (Write.shares("k"), local, "{port: 2}"))
    #expect(try lowering.addresses(of: "b") == ["192.0.2.0"])
  }

  @Test func `a request for an address that cannot be shared names both and the port`() throws {
    let notes = Write.shares("k") + ", " + Write.asks("192.0.2.9")
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
    let lowering = Lowering([Write.pool("p", addresses, ", avoidBuggyIPs: \(avoids)")])
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
