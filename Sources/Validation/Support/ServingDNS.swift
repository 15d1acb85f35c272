import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

extension Network {
  /// The nodes of `dns.nodes` that exist, with the place that names each; in the order of nodes.
  var servingDNS: [Located<Node>] {
    guard !cluster.dnsNodes.isEmpty else { return [] }
    let places = Dictionary(
      cluster.dnsNodes.map { ($0.value, $0.range) }, uniquingKeysWith: { first, _ in first })
    return nodes.compactMap { node in places[node.name].map { Located(node, $0) } }
  }

  /// What kubelet would know as `clusterDNS`.
  var clusterDNSAddresses: [IPAddress] {
    let written = cluster.dnsServiceAddresses.map(\.value)
    guard written.isEmpty else { return written }
    return services.first(where: \.isClusterDNS)?.clusterIPs.map(\.address) ?? []
  }

  /// The domains that a pod searches before those of its `dnsConfig`.
  func searches(of pod: Pod) -> [String] {
    guard pod.asksClusterDNS, !clusterDNSAddresses.isEmpty else { return [] }
    return [
      "\(pod.name.namespace).svc.\(cluster.domain)", "svc.\(cluster.domain)", cluster.domain,
    ]
  }
}

extension Pod {
  /// For a pod with a network of its own.
  var asksClusterDNS: Bool {
    switch template.dnsPolicy.value {
    case .clusterFirst, .clusterFirstWithHostNet: true
    case .fromHost, .none: false
    }
  }
}

/// ExternalNames that lead to Services of the same input.
struct AliasChains {
  /// Each loop once, beginning with the Service that is written first.
  private(set) var loops: [[Service]] = []
  /// Aliases that no other alias leads to, with the number of aliases up to the end.
  private(set) var starts: [(service: Service, length: Int)] = []

  init(_ network: Network) {
    let aliases = network.services.filter { $0.type == .externalName }
    let positions = Dictionary(
      uniqueKeysWithValues: aliases.enumerated().map { (Self.key($0.element.name), $0.offset) })
    let suffix = ".svc.\(network.cluster.domain)"
    let next = aliases.map { alias -> Int? in
      Self.service(alias.externalName?.value ?? "", below: suffix).flatMap { positions[$0] }
    }
    follow(aliases, next)
  }

  /// Each alias is gone through once, whatever leads to it.
  private mutating func follow(_ aliases: [Service], _ next: [Int?]) {
    var lengths = [Int?](repeating: nil, count: aliases.count)
    for start in aliases.indices where lengths[start] == nil {
      var way: [Int] = []
      var onWay: [Int: Int] = [:]
      var current: Int? = start
      while let position = current, lengths[position] == nil, onWay[position] == nil {
        onWay[position] = way.count
        way.append(position)
        current = next[position]
      }
      if let current, let begin = onWay[current] {
        loops.append(Self.turned(way[begin...].map { aliases[$0] }))
        for position in way { lengths[position] = 0 }
      } else {
        // What leads into a loop is told with the loop.
        let behind = current.flatMap { lengths[$0] } ?? 0
        let isLooping = current != nil && behind == 0
        for (offset, position) in way.reversed().enumerated() {
          lengths[position] = isLooping ? 0 : behind + offset + 1
        }
      }
    }
    let targets = Set(next.compactMap(\.self))
    starts = aliases.indices.filter { !targets.contains($0) }
      .map { (aliases[$0], lengths[$0] ?? 0) }
    loops.sort { $0[0].range < $1[0].range }
  }

  private static func turned(_ loop: [Service]) -> [Service] {
    guard let first = loop.indices.min(by: { loop[$0].range < loop[$1].range }) else { return loop }
    return Array(loop[first...] + loop[..<first])
  }

  /// `name.namespace`, from `name.namespace.svc.DOMAIN` with or without a final dot.
  private static func service(_ name: String, below suffix: String) -> String? {
    let lower = name.lowercased()
    let whole = lower.utf8.last == UInt8(ascii: ".") ? String(lower.dropLast()) : lower
    guard whole.hasSuffix(suffix) else { return nil }
    return String(whole.dropLast(suffix.count))
  }

  private static func key(_ name: ObjectName) -> String { "\(name.name).\(name.namespace)" }
}
