package import NetworkTypes

/// One Service of a random cluster with its endpoints; no two of a cluster claim the same thing.
package struct RandomService: Sendable {
  package struct ServicePort: Sendable {
    package let port: Int
    package let transport: TransportProtocol
    package let nodePort: Int
    let targetPort: Int
  }

  package struct RandomEndpoint: Sendable {
    /// A pod's place, or nobody's address.
    package let pod: (node: Int, number: Int)?
    let outside: Int
    let isNodeTold: Bool
    let conditions: String
    let zone: Int?

    package func address(_ family: IPFamily) -> IPAddress {
      pod.map { RandomCluster.pod($0.number, on: $0.node, family) }
        ?? RandomCluster.outside(outside, family)
    }
  }

  package let number: Int
  let type: String
  package var ports: [ServicePort]
  package var endpoints: [RandomEndpoint]
  package var externalIPs: [Int]
  package var balancerIPs: [Int]
  var sourceRanges: [Int]
  var isExternalLocal: Bool
  var isInternalLocal: Bool
  package var hasAffinity: Bool

  package var hasNodePort: Bool { type != "ClusterIP" }
  package var healthPort: Int? {
    type == "LoadBalancer" && isExternalLocal ? 31_000 + number : nil
  }

  init(_ number: Int, in cluster: RandomCluster, _ random: inout SeededRandom) {
    self.number = number
    let type = random.pick(["ClusterIP", "NodePort", "LoadBalancer"])
    self.type = type
    ports = (0..<Int.random(in: 1...3, using: &random)).map { place in
      ServicePort(
        port: random.pick([80, 443, 8080]) + place * 1000,
        transport: random.pick(TransportProtocol.allCases),
        nodePort: 30_000 + 10 * number + place, targetPort: 8080 + place)
    }
    let nodeCount = cluster.nodeCount
    let allHinted = random.oneIn(4)
    endpoints = (0..<random.pick([0, 1, 1, 2, 3, 5])).map { place in
      RandomEndpoint(
        pod: random.oneIn(8)
          ? nil
          : (
            Int.random(in: 0..<nodeCount, using: &random),
            Int.random(in: 0..<RandomCluster.podsPerNode, using: &random)
          ),
        outside: 100 + 10 * number + place, isNodeTold: !random.oneIn(6),
        conditions: random.pick([
          "ready: true", "ready: true", "ready: true", "ready: false, serving: false",
          "ready: false, serving: true, terminating: true",
        ]), zone: allHinted ? Int.random(in: 0...1, using: &random) : nil)
    }
    var seen: Set<IPAddress> = []
    endpoints = endpoints.filter { seen.insert($0.address(.ipv4)).inserted }
    let isExternal = random.oneIn(2)
    externalIPs = isExternal ? [10 + 2 * number] : []
    balancerIPs = type == "LoadBalancer" ? [11 + 2 * number] : []
    sourceRanges = type == "LoadBalancer" && random.oneIn(2) ? [random.pick([0, 1, 2])] : []
    isExternalLocal = (type != "ClusterIP" || isExternal) && random.oneIn(2)
    isInternalLocal = random.oneIn(3)
    hasAffinity = random.oneIn(3)
  }

  /// Apart from what clients, nodes and endpoints have.
  package static func external(_ number: Int, _ family: IPFamily) -> IPAddress {
    RandomCluster.address(family == .ipv4 ? "198.51.100.\(number)" : "2001:db8:5::\(number)")
  }

  package static func isExternal(_ address: IPAddress) -> Bool {
    (0..<256).contains { external($0, address.family) == address }
  }

  package func clusterIP(_ family: IPFamily) -> IPAddress {
    RandomCluster.address(
      family == .ipv4 ? "10.96.\(number % 3).\(20 + number)" : "fd00:96::\(20 + number)")
  }

  private static func range(_ number: Int, _ family: IPFamily) -> String {
    let all =
      family == .ipv4
      ? ["203.0.113.0/30", "192.168.56.0/24", "10.244.0.0/24"]
      : ["2001:db8::/126", "fd01::/64", "fd00:244::/64"]
    return all[number]
  }

  func text(_ families: [IPFamily]) -> String {
    func list(_ values: [String]) -> String {
      "[\(values.map { "\"\($0)\"" }.joined(separator: ", "))]"
    }
    func external(_ numbers: [Int]) -> [String] {
      numbers.flatMap { number in families.map { "\(Self.external(number, $0))" } }
    }
    let ports = ports.enumerated().map { place, port in
      "{name: p\(place), port: \(port.port), protocol: \(port.transport.name), "
        + "targetPort: \(port.targetPort)\(hasNodePort ? ", nodePort: \(port.nodePort)" : "")}"
    }
    var text = """
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: svc-\(number), namespace: shop}
      spec:
        type: \(type)
        ipFamilyPolicy: \(families.count == 2 ? "RequireDualStack" : "SingleStack")
        clusterIP: "\(clusterIP(families[0]))"
        clusterIPs: \(list(families.map { "\(clusterIP($0))" }))
        ports: [\(ports.joined(separator: ", "))]
        internalTrafficPolicy: \(isInternalLocal ? "Local" : "Cluster")

      """
    if hasNodePort || !externalIPs.isEmpty {
      text += "  externalTrafficPolicy: \(isExternalLocal ? "Local" : "Cluster")\n"
    }
    if let healthPort { text += "  healthCheckNodePort: \(healthPort)\n" }
    if !externalIPs.isEmpty { text += "  externalIPs: \(list(external(externalIPs)))\n" }
    if hasAffinity { text += "  sessionAffinity: ClientIP\n" }
    if !sourceRanges.isEmpty {
      let ranges = sourceRanges.flatMap { number in families.map { Self.range(number, $0) } }
      text += "  loadBalancerSourceRanges: \(list(ranges))\n"
    }
    if !balancerIPs.isEmpty {
      let ingress = external(balancerIPs).map { "{ip: \"\($0)\"}" }.joined(separator: ", ")
      text += "status: {loadBalancer: {ingress: [\(ingress)]}}\n"
    }
    return text + families.map(slice).joined()
  }

  private func slice(_ family: IPFamily) -> String {
    if endpoints.isEmpty { return "" }
    let ports = ports.enumerated().map { place, port in
      "{name: p\(place), port: \(port.targetPort), protocol: \(port.transport.name)}"
    }
    let lines = endpoints.map { endpoint in
      let node = endpoint.isNodeTold ? endpoint.pod.map { ", nodeName: node-\($0.node)" } : nil
      let hint = endpoint.zone.map { ", hints: {forZones: [{name: zone-\($0)}]}" }
      return "  - {addresses: [\"\(endpoint.address(family))\"]\(node ?? "")\(hint ?? ""), "
        + "conditions: {\(endpoint.conditions)}}\n"
    }
    return """
      ---
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata:
        name: svc-\(number)-\(family.name.lowercased())
        namespace: shop
        labels: {kubernetes.io/service-name: svc-\(number)}
      addressType: \(family.name)
      ports: [\(ports.joined(separator: ", "))]
      endpoints:
      \(lines.joined())
      """
  }
}
