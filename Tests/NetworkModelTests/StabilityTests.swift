import NetworkModel
import NetworkTypes
import Resources
import Testing

/// Whatever is added, removed or shuffled, nothing that stays moves, and nothing is handed out
/// twice. Seeds are fixed; a failing one is in the message.
struct StabilityTests {
  @Test(arguments: 1...25)
  func `nothing moves when other objects come and go`(seed: Int) throws {
    var random = SeededGenerator(state: UInt64(seed))
    let all = Self.documents(&random)
    let first = all.filter { _ in Bool.random(using: &random) }
    let second = all.filter { _ in Bool.random(using: &random) }.shuffled(using: &random)
    let before = try #require(Lowering(first).lowered, "seed \(seed)")
    let after = try #require(Lowering(second, lock: before.lock).lowered, "seed \(seed)")
    Self.expectSame(before.network, after.network, seed: seed)
    Self.expectUnique(after.network, seed: seed)
  }

  @Test(arguments: 1...10)
  func `the order of documents changes nothing`(seed: Int) throws {
    var random = SeededGenerator(state: UInt64(seed) << 20)
    let documents = Self.documents(&random)
    let straight = try #require(Lowering(documents).lowered)
    let shuffled = try #require(Lowering(documents.shuffled(using: &random)).lowered)
    #expect(straight.lock.printed() == shuffled.lock.printed(), "seed \(seed)")
  }

  @Test(arguments: 1...10)
  func `a second run with its own lock changes nothing`(seed: Int) throws {
    var random = SeededGenerator(state: UInt64(seed) << 32)
    let documents = Self.documents(&random)
    let first = try #require(Lowering(documents).lowered)
    let second = try #require(Lowering(documents, lock: first.lock).lowered)
    #expect(first.lock.printed() == second.lock.printed(), "seed \(seed)")
  }

  private static func documents(_ random: inout SeededGenerator) -> [String] {
    (0..<14).map { number in
      let name = "o\(Int.random(in: 0..<1000, using: &random))x\(number)"
      switch Int.random(in: 0..<5, using: &random) {
      case 0: return Write.service(name)
      case 1: return Write.service(name, spec: ", type: NodePort")
      case 2: return Write.service(name, spec: ", ipFamilyPolicy: PreferDualStack")
      case 3: return Write.daemonSet(name)
      default:
        return Write.deployment(name, replicas: Int.random(in: 0...4, using: &random))
      }
    }
  }

  private static func expectSame(_ before: Network, _ after: Network, seed: Int) {
    for pod in before.pods {
      guard let same = after.pods.first(where: { $0.name == pod.name }) else { continue }
      #expect(same.node == pod.node, "seed \(seed), pod \(pod.name)")
      #expect(
        same.addresses.map(\.address) == pod.addresses.map(\.address),
        "seed \(seed), pod \(pod.name)")
    }
    for service in before.services {
      guard let same = after.services.first(where: { $0.name == service.name }) else { continue }
      #expect(
        same.clusterIPs.map(\.address) == service.clusterIPs.map(\.address),
        "seed \(seed), service \(service.name)")
      #expect(
        same.ports.map { $0.nodePort?.port } == service.ports.map { $0.nodePort?.port },
        "seed \(seed), service \(service.name)")
    }
  }

  private static func expectUnique(_ network: Network, seed: Int) {
    let pods = network.pods.flatMap { $0.addresses.map(\.address) }
    #expect(Set(pods).count == pods.count, "seed \(seed)")
    let services = network.services.flatMap { $0.clusterIPs.map(\.address) }
    #expect(Set(services).count == services.count, "seed \(seed)")
    let ports = network.services.flatMap { $0.ports.compactMap { $0.nodePort?.port } }
    #expect(Set(ports).count == ports.count, "seed \(seed)")
  }
}
