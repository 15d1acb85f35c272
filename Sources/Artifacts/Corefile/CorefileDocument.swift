import NetworkTypes
import Planning

/// A Corefile (CoreDNS manual, "Configuration"): server blocks of directives.
struct CorefileDocument {
  let node: PlainToken
  /// Said in the file, so that `node.sh check` can ask the installed one.
  let version: ReleaseNumber
  let blocks: [ServerBlock]
}

struct ServerBlock {
  /// Never empty; all with one scheme and port.
  let keys: [ServerKey]
  /// At most one of each word but `file`. CoreDNS runs them in an order of its own.
  let directives: [CorefileDirective]
}

/// `tls://cluster.local:853`
struct ServerKey: Hashable {
  /// Nil: plain DNS.
  let carrier: TransportPlan.Carrier?
  let zone: CorefileZone
  let port: Port
}

enum CorefileZone: Hashable {
  /// `.`: every name.
  case root
  /// Without a final dot.
  case named(PlainToken)
}

enum CorefileDirective: Hashable {
  case bind([IPAddress])
  case tls(certificate: PlainToken, key: PlainToken)
  /// `consolidates`: servers that do not answer are reported every five minutes, not every time.
  case errors(consolidates: Bool)
  case log
  case health(Port)
  case ready(Port)
  case prometheus(Port)
  case loadbalance
  case cache(seconds: Int)
  /// `zone` nil: that of the block.
  case file(PlainToken, zone: PlainToken?, reloadsByTime: Bool)
  case loop
  /// `serverName`: for all that are asked over TLS; nil where each says its own.
  case forward([UpstreamPlan], serverName: DNSSubdomain?)
  case reload
}
