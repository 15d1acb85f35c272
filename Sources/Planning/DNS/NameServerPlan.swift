package import NetworkTypes

/// How CoreDNS serves the zones, the same on every node but for its addresses.
package struct NameServerPlan: Sendable {
  /// The oldest CoreDNS that must understand the Corefile.
  package let coreDNSVersion: ReleaseNumber
  /// Of the zones' records, in seconds.
  package let ttlSeconds: Int
  /// In the order given; empty: names outside the zones are refused.
  package let upstreams: [UpstreamPlan]
  /// Beside plain DNS on port 53; sorted by port.
  package let transports: [TransportPlan]
  /// On 127.0.0.1.
  package let healthPort: Port
  package let readyPort: Port
  package let metricsPort: Port
  package let logsQueries: Bool
  /// Zones keep their serial when their content changes.
  package let hasFixedSerial: Bool
}

/// A server that is asked about names outside the cluster.
package struct UpstreamPlan: Hashable, Sendable {
  package let address: IPAddress
  package let port: Port
  /// The name that its certificate must have; nil: plain DNS.
  package let serverName: DNSSubdomain?
}

/// One listener on each of the node's addresses.
package struct TransportPlan: Hashable, Sendable {
  package enum Carrier: Hashable, Sendable { case tls, https, grpc }

  package let carrier: Carrier
  package let port: Port
  /// Absolute paths on the node.
  package let certificate: PlainToken
  package let key: PlainToken
}
