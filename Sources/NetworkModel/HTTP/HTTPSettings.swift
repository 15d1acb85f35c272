package import Diagnostics
package import NetworkTypes

/// `spec.ingress` of the Cluster: what is the same for all hosts.
package struct HTTPSettings: Sendable {
  package let className: Located<String>
  /// The nodes that are to serve, as written.
  package let nodeNames: [Located<String>]
  /// The oldest nginx that must understand the configuration.
  package let nginxVersion: ReleaseNumber
  package let httpPort: Located<Port>
  package let httpsPort: Located<Port>
  /// Sent over TLS by hosts whose plain requests are redirected; nil: not at all.
  package let strictTransport: StrictTransport?
  /// Clients are known by the PROXY protocol, which these senders must speak; empty: they are not.
  package let proxyProtocolSources: [Located<IPPrefix>]
  /// The day that certificates must be valid on; nil: their dates are not looked at.
  package let certificatesValidAt: Located<CalendarDate>?
  /// Whether each request is logged.
  package let logsAccess: Bool
  /// Whether a request without `X-Request-ID` gets one.
  package let makesRequestIDs: Bool
}

/// `Strict-Transport-Security` (RFC 6797).
package struct StrictTransport: Hashable, Sendable {
  package let maximumAgeSeconds: Int
  package let includesSubdomains: Bool
  package let preload: Bool
}
