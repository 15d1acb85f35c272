package import Diagnostics
package import NetworkTypes

/// `spec.dns` of a Cluster: who answers DNS, and how.
package struct DNSResource: Sendable {
  package internal(set) var serviceIPs: [Located<IPAddress>] = []
  /// Names of the nodes that serve DNS.
  package internal(set) var nodes: [Located<String>] = []
  package internal(set) var upstreams: [Located<DNSUpstream>] = []
  package internal(set) var ttlSeconds: Located<Int> = .placeholder(5)
  /// Of every zone's SOA; nil: made from the zone's content.
  package internal(set) var serial: Located<UInt32>?
  package internal(set) var podRecords: Located<PodRecords> = .placeholder(.verified)
  package internal(set) var coreDNSVersion: Located<ReleaseNumber> = .placeholder(
    .defaultCoreDNS)
  /// Beside plain DNS on port 53.
  package internal(set) var transports: [DNSTransport] = []
  package internal(set) var ports = DNSPorts()
  package internal(set) var logsQueries: Located<Bool> = .placeholder(false)
  /// What the nodes' own resolv.conf says; nil: not known.
  package internal(set) var nodeResolver: DNSConfig?
}

/// Whether pods have names like `10-244-1-2.shop.pod.cluster.local`.
package enum PodRecords: String, CaseIterable, Sendable {
  /// Those of pods that exist.
  case verified
  case disabled
}

/// A server that is asked about names outside the cluster.
package struct DNSUpstream: Hashable, Sendable {
  package let address: IPAddress
  package let port: Port
  /// The name that its certificate must have; nil: it is asked over plain DNS.
  package let serverName: DNSSubdomain?

  package init(address: IPAddress, port: Port, serverName: DNSSubdomain?) {
    self.address = address
    self.port = port
    self.serverName = serverName
  }
}

/// What carries questions and answers beside plain DNS.
package enum DNSTransportProtocol: String, CaseIterable, Sendable {
  /// DNS over TLS (RFC 7858).
  case tls
  /// DNS over HTTPS (RFC 8484).
  case https
  /// CoreDNS' own, over gRPC.
  case grpc

  /// What CoreDNS takes where no port is written (plugin/pkg/transport).
  package var defaultPort: Port {
    switch self {
    case .tls: 853
    case .https, .grpc: 443
    }
  }
}

/// One of `spec.dns.transports`.
package struct DNSTransport: Sendable {
  package internal(set) var carrier: Located<DNSTransportProtocol> = .placeholder(.tls)
  /// The protocol's default where none is written; the range is then that of the entry.
  package internal(set) var port: Located<Port> = .placeholder(853)
  /// Absolute path on the DNS nodes.
  package internal(set) var certificate: Located<String> = .placeholder("")
  package internal(set) var key: Located<String> = .placeholder("")
}

/// Where CoreDNS says on 127.0.0.1 of a node how it is.
package struct DNSPorts: Sendable {
  package internal(set) var health: Located<Port> = .placeholder(8080)
  package internal(set) var ready: Located<Port> = .placeholder(8181)
  package internal(set) var metrics: Located<Port> = .placeholder(9153)
}

extension ReleaseNumber {
  /// What `coreDNSVersion` is where it is not written: that of Kubernetes 1.25, old enough for
  /// most hosts.
  package static let defaultCoreDNS = ReleaseNumber(1, 9, 3)
  /// The first to take all that netc always writes: levels of `consolidate` in `errors`.
  package static let oldestCoreDNS = ReleaseNumber(1, 8, 5)
}
