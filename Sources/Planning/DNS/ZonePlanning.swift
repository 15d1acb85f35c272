import NetworkModel
import NetworkTypes

/// Makes the zones of a network.
struct ZonePlanning {
  let network: Network
  let domain: PlainToken

  init(_ network: Network) {
    self.network = network
    domain = PlainToken(network.cluster.domain)
  }

  var zones: [ZonePlan] { [zone(domain, records: [])] }

  private func zone(_ origin: PlainToken, records: [ZoneRecord]) -> ZonePlan {
    ZonePlan(
      origin: origin, file: PlainToken("\(origin).zone"), domain: domain,
      ttlSeconds: network.cluster.dns.ttlSeconds, serial: network.cluster.dns.serial,
      records: records)
  }
}
