package import Diagnostics
package import NetworkTypes
package import Resources

/// How the cluster's DNS answers, on whichever nodes it is served.
package struct DNSSettings: Sendable {
  /// Of every record.
  package let ttlSeconds: Int
  /// Of every zone's SOA; nil: made from the zone's content. Never 0.
  package let serial: UInt32?
  package let podRecords: PodRecords
  /// The oldest CoreDNS that must understand the Corefile.
  package let coreDNSVersion: Located<ReleaseNumber>
  /// Beside plain DNS on port 53; sorted by port.
  package let transports: [DNSTransport]
  /// On 127.0.0.1 of the DNS nodes.
  package let ports: DNSPorts
  package let logsQueries: Bool
  /// What the nodes' own resolv.conf says; nil: not known.
  package let nodeResolver: DNSConfig?
}
