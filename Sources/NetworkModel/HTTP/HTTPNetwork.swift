package import Diagnostics
package import NetworkTypes

/// Everything that is served over HTTP from outside: `Network.http`.
///
/// Shaped after Gateway API, so that Ingress and HTTPRoute come down to the same: listeners with
/// hosts, hosts with rules in the order in which they are tried, rules with an action and a
/// policy. Nothing here is nginx'.
///
/// ```
/// listener ─▶ host ─▶ rule ─▶ action ─▶ backend ─▶ upstream (a port of a Service)
///               └─▶ certificate └─▶ policy (one per Ingress object)
/// ```
package struct HTTPNetwork: Sendable {
  package let settings: HTTPSettings
  /// The nodes that serve, sorted. Empty: nobody serves the rest.
  package let nodes: [Index<Node>]
  /// Sorted by port.
  package let listeners: [HTTPListener]
  /// Sorted by pattern: exact names, wildcards, then at most one for any host.
  package let hosts: [VirtualHost]
  /// What requests for hosts get that no pattern is for.
  package let fallback: HTTPRule
  /// That of the Cluster, then one for each object, in their order.
  package let policies: [HTTPPolicy]
  /// Sorted by Service and port, each once: all that rules lead to.
  package let upstreams: [HTTPUpstream]
  /// Sorted by name, each once: all that hosts use.
  package internal(set) var certificates: [CertificateUse]
  /// The files of users that policies ask for. Sorted by Secret, each once.
  package internal(set) var userFiles: [UserFile] = []
}

/// A port on the nodes' addresses.
package struct HTTPListener: Sendable {
  package let port: Port
  /// Whether it speaks TLS; then every one of its hosts has a certificate.
  package let isTLS: Bool
  /// Sorted.
  package let hosts: [Index<VirtualHost>]
}

/// What is served under one host pattern.
package struct VirtualHost: Sendable {
  package let pattern: HostPattern
  /// Further names (`server-alias`); no other host's.
  package let aliases: [Located<HostPattern>]
  /// Nil: it is not served over TLS.
  package let certificate: Index<CertificateUse>?
  /// The order in which they are tried: the first that matches a request is its rule.
  ///
  /// Exact paths first; then by length of the path (for an expression, of the literal text it
  /// begins with), longer ones first; at the same length expressions before prefixes.
  package let rules: [HTTPRule]
  /// What a request gets that no rule matches.
  package let fallback: HTTPRule
  /// Requests for this other name, `www.` more or less, are sent here with 308.
  package let redirectedName: Located<HostPattern>?
  /// The objects that have rules here, in order; never empty.
  package let objects: [HTTPOrigin]
}

/// The object and the place that a part comes from.
package struct HTTPOrigin: Sendable {
  /// `Ingress shop/web`, as in `Diagnostic.object`; for what netc adds, `Cluster lab`.
  package let object: String
  package let name: ObjectName
  /// The path, the host, or else the name of the object.
  package let range: SourceRange
}

/// A Secret with a certificate that hosts use.
package struct CertificateUse: Sendable {
  package let secret: ObjectName
  /// Every place that names it, in the order of objects, with the host it must cover.
  package let places: [CertificatePlace]
  /// Nil where the Secret is missing or wrong, which was reported.
  package internal(set) var certificate: ServerCertificate?
  /// Names that are only sent elsewhere, and that the certificate is not for.
  package internal(set) var uncovered: Set<HostPattern> = []
}

package struct CertificatePlace: Sendable {
  package let object: String
  /// Where the Secret is named; an entry without a name leads to the cluster's default.
  package let range: SourceRange
  /// The host of the rule that it serves, which the certificate must cover; nil for a TLS host
  /// that no rule is for.
  package let host: HostPattern
  /// Where that host is written.
  package let hostRange: SourceRange
  /// The host is only sent to another one: over HTTP alone where the certificate is not for it.
  package var isRedirect = false
}
