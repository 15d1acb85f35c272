import NetworkTypes
import TestSupport
import Testing

@testable import Artifacts
@testable import Planning

/// nf_tables refuses a file whose jumps are nested too deep, so no input may make one.
struct TreeDepthTests {
  /// Where the Services' addresses lie: each set makes another part of the tree deep.
  enum Place: CaseIterable {
    case serviceRange, everyPowerOfTwo, skewed
  }

  @Test(arguments: Place.allCases, [IPFamily.ipv4, .ipv6])
  func `no Services make a file too deep`(place: Place, family: IPFamily) throws {
    let addresses = addresses(place, family)
    let ports = addresses.flatMap { services(at: $0, place, family) }
    let plan = ClusterPlans.cluster(
      [family], proxy: ClusterPlans.proxy(.iptables(.tree)), servicePorts: ports,
      nodes: [NodePlans.node()])
    var translation = IPTablesTranslation(plan, family)
    let document = translation.document(for: NodePlans.node())
    let text = try RestoreText(
      String(decoding: IPTablesPrinter(document).out.bytes, as: UTF8.self))
    #expect(RestoreReferences.faults(in: text).isEmpty)
    #expect((RestoreReferences.depth(of: text) ?? .max) > 8, "deep enough to mean something")
  }

  private func addresses(_ place: Place, _ family: IPFamily) -> [IPAddress] {
    let range = NodePlans.prefix(family == .ipv4 ? "10.96.0.0/16" : "fd00:96::/112").first.bits
    let width = UInt128(family.addressBits)
    let bits: [UInt128] =
      switch place {
      case .serviceRange: (1..<1_500).map { range + $0 }
      case .everyPowerOfTwo: (0..<width).map { 1 << $0 }
      case .skewed: (0..<width - 4).flatMap { shift in (1..<9).map { $0 << shift } }
      }
    return Set(bits).map { IPAddress(family: family, bits: $0) }.sorted()
  }

  /// Few ports for most addresses; where the tree is deep, ports that make the next one deep too,
  /// on the longest way that a Service has: source ranges, outside, policy Local.
  private func services(
    at address: IPAddress, _ place: Place, _ family: IPFamily
  ) -> [ServicePortPlan] {
    let isLow = address.bits & 0xFFFF < 32
    let numbers = isLow ? (0..<16).map { 1 << $0 } + Array(9...40) : [80]
    return Set(numbers).sorted().compactMap { Port($0) }.map {
      service(at: address, $0, isCluster: place == .serviceRange, family)
    }
  }

  private func service(
    at address: IPAddress, _ port: Port, isCluster: Bool, _ family: IPFamily
  ) -> ServicePortPlan {
    let endpoints = (2..<8).map {
      EndpointPlan(
        address: RandomCluster.pod(0, $0, family), port: 80, node: 0, isReady: true,
        hintedNodes: [], hintedZones: [])
    }
    let range = NodePlans.prefix(family == .ipv4 ? "10.96.0.0/16" : "fd00:96::/112").last
    return ServicePortPlan(
      label: PlainToken("shop/\(address)".replacing(":", with: "-") + ":\(port)"), family: family,
      transport: .tcp, clusterIP: isCluster ? address : range, port: port, nodePort: nil,
      externalIPs: [], loadBalancerIPs: isCluster ? [] : [address],
      loadBalancerSourceRanges: isCluster
        ? [] : [NodePlans.prefix(family == .ipv4 ? "192.0.2.0/24" : "2001:db8::/32")],
      externalTrafficIsLocal: true, internalTrafficIsLocal: false, affinityTimeoutSeconds: nil,
      healthCheckNodePort: nil, endpoints: endpoints, differsByNode: true)
  }
}
