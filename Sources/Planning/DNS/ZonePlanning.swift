import Diagnostics
import NetworkModel
import NetworkTypes

/// Makes the zones of a network.
struct ZonePlanning {
  let network: Network
  let domain: PlainToken
  private(set) var zones: [ZonePlan] = []

  /// - Parameter nodes: The positions of those that serve DNS.
  init(_ network: Network, nodes: [Int]) {
    self.network = network
    domain = PlainToken(network.cluster.domain)
    let services = ServiceNames.all(network)
    let forward = ForwardRecords(
      network, services: services, nameServers: nameServers(nodes))
    zones = [zone(domain, forward.records)]
    let reverse = ReverseRecords(network, services: services)
    zones += reverse.zones.map { zone(PlainToken($0.prefix.reverseZoneName), $0.records) }
  }

  private func zone(_ origin: PlainToken, _ records: [ZoneRecord]) -> ZonePlan {
    ZonePlan(
      origin: origin, file: PlainToken("\(origin).zone"), domain: domain,
      ttlSeconds: network.cluster.dns.ttlSeconds, serial: network.cluster.dns.serial,
      records: records)
  }

  /// What pods ask; where that is not known the nodes' own addresses, for a zone must name a
  /// server that has one.
  private func nameServers(_ nodes: [Int]) -> [IPAddress] {
    let servers = Planner.clusterDNS(network)
    guard servers.isEmpty else { return servers }
    return nodes.flatMap { network.nodes[$0].addresses.map(\.value) }
  }
}
