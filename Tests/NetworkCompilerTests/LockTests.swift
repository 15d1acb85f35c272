import Diagnostics
import NetworkTypes
import Testing

@testable import NetworkCompiler
@testable import Resources

@Suite struct LockTests {
  private func read(_ text: [UInt8]) -> (lock: AddressLock, codes: [String]) {
    var log = DiagnosticLog()
    let lock = AddressLock(reading: SourceFile(path: "l", bytes: text), index: 0, log: &log)
    return (lock, log.finish().map { "\($0.code)" })
  }

  private func read(_ text: String) -> (lock: AddressLock, codes: [String]) {
    read(Array(text.utf8))
  }

  @Test(arguments: [1, 2, 3, UInt64.random(in: 4 ... .max)])
  func `what is printed is read back as it was`(_ seed: UInt64) {
    var random = LockGenerator(seed: seed)
    for _ in 0..<50 {
      let lock = random.lock()
      let text = lock.printed()
      let (again, codes) = read(text)
      #expect(codes == [])
      #expect(again.printed() == text)
      #expect(again.pods.entries.map(\.value) == lock.pods.entries.map(\.value))
      #expect(again.services.entries.map(\.value) == lock.services.entries.map(\.value))
      #expect(again.nodes.entries.map(\.value) == lock.nodes.entries.map(\.value))
    }
  }

  @Test(arguments: [1, 2, 3, UInt64.random(in: 4 ... .max)])
  func `a damaged lock is read or reported, and never both`(_ seed: UInt64) {
    var random = LockGenerator(seed: seed)
    let whole = random.lock().printed()
    for _ in 0..<200 {
      var text = whole
      for _ in 0...random.next(below: 3) {
        let place = random.next(below: text.count)
        switch random.next(below: 3) {
        case 0: text[place] = UInt8(random.next(below: 256))
        case 1: text.remove(at: place)
        default: text.removeSubrange(place..<min(text.count, place + 40))
        }
        if text.isEmpty { break }
      }
      let (lock, codes) = read(text)
      #expect(codes.isEmpty || lock.isEmpty)
      // What was read is sound: it can be printed and read again.
      #expect(read(lock.printed()).codes == [])
    }
  }

  @Test(arguments: [
    "format: 2\n", "format: \"1\"\n", "format: 1.0\n", "format: -1\n",
    "format: 99999999999999999999\n",
  ])
  func `another format is refused`(_ text: String) { #expect(read(text).codes == ["NC0350"]) }

  @Test(arguments: [
    "", "# nothing\n", "---\n", "~\n", "[]\n", "lock\n", "nodes: {}\n", "format: 1\nformats: 2\n",
    "format: 1\n---\nformat: 1\n", "format: 1\nnodes: []\n", "format: 1\npods: {a: {node: b}}\n",
    "format: 1\npods: {a/b: {}}\n", "format: 1\npods: {a/b: {node: B}}\n",
    "format: 1\npods: {a/b: {node: c, addresses: 10.0.0.1}}\n",
    "format: 1\npods: {a/b: {node: c, addresses: [[10.0.0.1]]}}\n",
    "format: 1\npods: {a/b: {node: [c]}}\n", "format: 1\npods: {a/b/c: {node: c}}\n",
    "format: 1\nnodes: {\"a;b\": {podCIDRs: [10.0.0.0/24]}}\n",
    "format: 1\nnodes: {a: {podCIDRs: [10.0.0.1/24]}}\n",
    "format: 1\nnodes: {a: {podCIDR: [10.0.0.0/24]}}\n",
    "format: 1\nservices: {a/b: {clusterIPs: [10.0.0.300]}}\n",
    "format: 1\nservices: {a/b: {nodePorts: {http: 0}}}\n",
    "format: 1\nservices: {a/b: {nodePorts: {http: \"30000\"}}}\n",
    "format: 1\nservices: {a/b: {nodePorts: {\"$(reboot)\": 30000}}}\n",
    "format: 1\nservices: {a/b: {healthCheckNodePort: 65536}}\n",
    "format: 1\nservices: {a/b: ~}\n",
  ])
  func `a bad lock is one error`(_ text: String) {
    let (lock, codes) = read(text)
    #expect(codes == ["NC0351"])
    #expect(lock.isEmpty)
  }

  @Test func `marks of a merge are an error of YAML`() {
    let text = "format: 1\n<<<<<<< ours\npods: {}\n=======\npods: {}\n>>>>>>> theirs\n"
    let (lock, codes) = read(text)
    #expect(!codes.isEmpty && codes.allSatisfy { $0.hasPrefix("NC01") })
    #expect(lock.isEmpty)
  }

  @Test func `a bad lock stops the build and shows its own place`() {
    let lock = "format: 1\npods:\n  \"default/web\": {node: ash, addresses: [10.20.0.300]}\n"
    let compilation = Inputs.compile(Inputs.cluster, lock: lock)
    #expect(compilation.codes == ["NC0351"])
    #expect(compilation.marked == ["10.20.0.300"])
    #expect(compilation.lock == nil)
  }

  @Test func `two objects with one address, as a merge leaves them, are never both kept`() {
    let pods = ["a", "b"].map {
      "---\napiVersion: v1\nkind: Pod\nmetadata: {name: \($0)}\n"
        + "spec: {nodeName: ash, containers: [{name: c, image: i}]}\n"
    }.joined()
    let first = Inputs.compile(Inputs.cluster, pods)
    let address = "10.20.0.2"
    #expect(first.lockText.contains("addresses: [\"\(address)\"]"))
    let merged = first.lockText.replacing("10.20.0.3", with: address)
    let second = Inputs.compile(Inputs.cluster, pods, lock: merged)
    #expect(second.lockText.split(separator: "\n").count { $0.contains(address + "\"") } <= 1)
    #expect(second.codes == ["NC0446"])
  }

  @Test
  func `two Services with one node port in the lock are told, a Service with two ports is not`() {
    let services = ["a", "b"].map {
      """
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: \($0)}
      spec:
        type: NodePort
        ports: [{name: d, port: 53}, {name: u, port: 53, protocol: UDP}]

      """
    }.joined()
    let first = Inputs.compile(Inputs.cluster, services)
    let codes = Set(first.codes)
    let again = Inputs.compile(Inputs.cluster, services, lock: first.lockText)
    #expect(Set(again.codes) == codes && !codes.contains("NC0446"))
    let merged = first.lockText.replacing(": 30001", with: ": 30000")
    let second = Inputs.compile(Inputs.cluster, services, lock: merged)
    #expect(second.codes.count { $0 == "NC0446" } == 1)
  }
}

/// Locks with every entry that there is.
struct LockGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(below bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  mutating func lock() -> AddressLock {
    var lock = AddressLock()
    lock.nodes = SortedTable(
      (0..<next(below: 4)).map { _ in (name(), NodeLock(podCIDRs: [prefix(), prefix()])) })
    lock.pods = SortedTable(
      (0..<next(below: 6)).map { _ in
        let addresses = (0..<next(below: 3)).map { _ in address() }
        return (object(), PodLock(node: name(), addresses: addresses))
      })
    lock.services = SortedTable(
      (0..<next(below: 6)).map { _ in
        let ports = (0..<next(below: 3)).map { LockedNodePort(key: "p\($0)", port: port()) }
        return (
          object(),
          ServiceLock(
            clusterIPs: (0..<(1 + next(below: 2))).map { _ in address() }, nodePorts: ports,
            healthCheckNodePort: next(below: 2) == 0 ? port() : nil)
        )
      })
    return lock
  }

  private mutating func name() -> String {
    ["no", "1", "1e3", "a-b.c", "null", "x"][next(below: 6)] + "\(next(below: 50))"
  }

  private mutating func object() -> ObjectName {
    ObjectName(checkedNamespace: "n\(next(below: 3))", name: name())
  }

  private mutating func port() -> Port { Port(1 + next(below: 65_535)) ?? 1 }

  private mutating func address() -> IPAddress {
    let bits = UInt128(next(below: .max >> 33)) << 33 | UInt128(next(below: .max >> 33))
    return next(below: 2) == 0
      ? IPAddress(family: .ipv4, bits: bits & 0xffff_ffff)
      : IPAddress(family: .ipv6, bits: bits << 64 | bits)
  }

  private mutating func prefix() -> IPPrefix {
    let address = address()
    return IPPrefix(containing: address, length: next(below: address.family == .ipv4 ? 33 : 129))
  }
}
