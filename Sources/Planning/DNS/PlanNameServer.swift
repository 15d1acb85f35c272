import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

extension Planner {
  static func planNameServer(_ cluster: Cluster) -> NameServerPlan {
    let dns = cluster.dns
    return NameServerPlan(
      coreDNSVersion: dns.coreDNSVersion.value, ttlSeconds: dns.ttlSeconds,
      upstreams: cluster.dnsUpstreams.map {
        UpstreamPlan(
          address: $0.value.address, port: $0.value.port, serverName: $0.value.serverName)
      },
      transports: dns.transports.map(plan), healthPort: dns.ports.health.value,
      readyPort: dns.ports.ready.value, metricsPort: dns.ports.metrics.value,
      logsQueries: dns.logsQueries, hasFixedSerial: dns.serial != nil)
  }

  private static func plan(_ transport: DNSTransport) -> TransportPlan {
    let carrier: TransportPlan.Carrier =
      switch transport.carrier.value {
      case .tls: .tls
      case .https: .https
      case .grpc: .grpc
      }
    return TransportPlan(
      carrier: carrier, port: transport.port.value,
      certificate: PlainToken(transport.certificate.value), key: PlainToken(transport.key.value))
  }
}
