package import NetworkTypes

/// A cluster with Services of every kind, made of a seed, as text that a user could have written.
package struct RandomCluster: Sendable {
  package let seed: UInt64
  package var families: [IPFamily]
  package var masqueradesAll = false
  package var nodePortAddresses: [String] = []
  package var answersOnLocalhost = false
  package var nodeCount: Int
  package var services: [RandomService]

  package static let podsPerNode = 2

  package init(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    self.seed = seed
    families = random.pick([[.ipv4], [.ipv6], [.ipv4, .ipv6], [.ipv4]])
    nodeCount = Int.random(in: 1...3, using: &random)
    masqueradesAll = random.oneIn(5)
    answersOnLocalhost = random.oneIn(5)
    services = []
    if random.oneIn(4) {
      nodePortAddresses = families.map { $0 == .ipv4 ? "192.168.56.0/30" : "fd01::/126" }
    }
    for number in 0..<Int.random(in: 1...6, using: &random) {
      services.append(RandomService(number, in: self, &random))
    }
  }

  package static func address(_ text: String) -> IPAddress {
    guard let address = try? IPAddress(parsing: text) else {
      preconditionFailure("\(text) is an address")
    }
    return address
  }

  package static func isClusterIP(_ address: IPAddress) -> Bool {
    ["10.96.0.0/16", "fd00:96::/112"].contains { range in
      (try? IPPrefix(parsing: range))?.contains(address) == true
    }
  }

  package static func node(_ node: Int, _ family: IPFamily) -> IPAddress {
    // /30: not all nodes are in the range of `nodePortAddresses`.
    address(family == .ipv4 ? "192.168.56.\(2 + node)" : "fd01::\(2 + node)")
  }

  package static func pod(_ pod: Int, on node: Int, _ family: IPFamily) -> IPAddress {
    address(family == .ipv4 ? "10.244.\(node).\(10 + pod)" : "fd00:244:\(node)::1\(pod)")
  }

  package static func outside(_ number: Int, _ family: IPFamily) -> IPAddress {
    address(family == .ipv4 ? "203.0.113.\(number)" : "2001:db8::\(number)")
  }

  package var text: String {
    let isV4 = families.contains(.ipv4)
    let isV6 = families.contains(.ipv6)
    func both(_ four: String, _ six: String) -> String {
      [isV4 ? four : nil, isV6 ? "\"\(six)\"" : nil].compactMap(\.self).joined(separator: ", ")
    }
    var text = """
      apiVersion: netc.dev/v1alpha1
      kind: Cluster
      metadata: {name: random}
      spec:
        podCIDRs: [\(both("10.244.0.0/16", "fd00:244::/32"))]
        serviceCIDRs: [\(both("10.96.0.0/16", "fd00:96::/112"))]
        proxy: {PROXY, masqueradeAll: \(masqueradesAll), localhostNodePorts: \(answersOnLocalhost)\
      \(nodePortAddresses.isEmpty ? "" : ", nodePortAddresses: \(nodePortAddresses)")}
        nodes:

      """
    for node in 0..<nodeCount {
      let addresses = families.map { "\"\(Self.node(node, $0))\"" }.joined(separator: ", ")
      text += """
            - {name: node-\(node), addresses: [\(addresses)], \
        podCIDRs: [\(both("10.244.\(node).0/24", "fd00:244:\(node)::/64"))], \
        labels: {topology.kubernetes.io/zone: zone-\(node % 2)}}

        """
    }
    for node in 0..<nodeCount {
      for pod in 0..<Self.podsPerNode { text += self.pod(pod, on: node) }
    }
    return text + services.map { $0.text(families) }.joined()
  }

  private func pod(_ pod: Int, on node: Int) -> String {
    let addresses = families.map { "{ip: \"\(Self.pod(pod, on: node, $0))\"}" }
    return """
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: pod-\(node)-\(pod), namespace: shop}
      spec: {nodeName: node-\(node), containers: [{name: main, image: probe}]}
      status: {podIPs: [\(addresses.joined(separator: ", "))]}

      """
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for the same seed, everywhere.
package struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  package mutating func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }

  package mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &self)]
  }
}
