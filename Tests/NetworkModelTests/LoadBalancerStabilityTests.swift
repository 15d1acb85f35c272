import Diagnostics
import NetworkTypes
import Resources
import Testing

@testable import NetworkModel

struct LoadBalancerStabilityTests {
  private func documents(_ random: inout SeededGenerator) -> [String] {
    (0..<24).map { number in
      let name = "s\(Int.random(in: 0..<1000, using: &random))x\(number)"
      let port = "{port: \(Int.random(in: 1...3, using: &random))}"
      switch Int.random(in: 0..<6, using: &random) {
      case 0: return Write.balanced(name, notes: Write.shares("k"), port: port)
      case 1: return Write.balanced(name, notes: Write.shares("l"), port: port)
      case 2: return Write.balanced(name, ", ipFamilyPolicy: PreferDualStack")
      case 3: return Write.balanced(name, ", ipFamilyPolicy: RequireDualStack")
      case 4: return Write.balanced(name, notes: "metallb.io/address-pool: q")
      default: return Write.balanced(name)
      }
    }
  }

  private let pools = [
    Write.pool("p", "192.0.2.0/28, \"2001:db8::/120\""), Write.pool("q", "198.51.100.0/24"),
    Write.pool("r", "10.9.0.0/24", ", serviceAllocation: {priority: 1}"),
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
    let first = try #require(
      Lowering([Write.balanced("a"), Write.pool("p", "192.0.2.0/24")]).lowered)
    let second = Lowering(
      [
        Write.balanced("a"), Write.balanced("b", notes: Write.asks("192.0.2.0")),
        Write.pool("p", "192.0.2.0/24"),
      ],
      lock: first.lock)
    #expect(try second.addresses(of: "b") == ["192.0.2.0"])
    #expect(try second.addresses(of: "a") == ["192.0.2.1"])
    #expect(second.codes.contains("NC0445"))
  }

  @Test func `the lock is read as it is written`() throws {
    let documents = [
      Write.balanced("a", ", ipFamilyPolicy: RequireDualStack"),
      Write.pool("p", "192.0.2.0/24, \"2001:db8::/64\""),
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
