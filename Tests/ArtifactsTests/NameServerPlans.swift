import NetworkTypes

@testable import Planning

/// Plans of name servers for tests of the Corefile.
enum NameServerPlans {
  static func server(
    version: ReleaseNumber = ReleaseNumber(1, 9, 3), ttl: Int = 5,
    upstreams: [UpstreamPlan] = [], transports: [TransportPlan] = [], logs: Bool = false,
    hasFixedSerial: Bool = false
  ) -> NameServerPlan {
    NameServerPlan(
      coreDNSVersion: version, ttlSeconds: ttl, upstreams: upstreams, transports: transports,
      healthPort: 8080, readyPort: 8181, metricsPort: 9153, logsQueries: logs,
      hasFixedSerial: hasFixedSerial)
  }

  static func upstream(_ address: String, port: Port = 53, name: DNSSubdomain? = nil)
    -> UpstreamPlan
  {
    UpstreamPlan(address: NodePlans.address(address), port: port, serverName: name)
  }

  static func transport(_ carrier: TransportPlan.Carrier, _ port: Port) -> TransportPlan {
    TransportPlan(
      carrier: carrier, port: port, certificate: PlainToken("/etc/ssl/dns.pem"),
      key: PlainToken("/etc/ssl/private/dns.key"))
  }

  static func plan(
    _ server: NameServerPlan, origins: [String] = ["cluster.local", "96.10.in-addr.arpa"]
  ) -> DNSPlan {
    let zones = origins.map {
      ZonePlan(
        origin: PlainToken($0), file: PlainToken("\($0).zone"),
        domain: PlainToken("cluster.local"), ttlSeconds: server.ttlSeconds, serial: nil,
        records: [])
    }
    return DNSPlan(nodes: [0], zones: zones, server: server)
  }
}
