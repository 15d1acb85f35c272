package import Diagnostics
package import NetworkTypes

/// `spec.ingress` of a Cluster: who serves Ingress objects, where and how.
package struct IngressSettings: Sendable {
  package internal(set) var className: Located<String> = .placeholder("nginx")
  /// Objects without a class are served too, though no class is the default one.
  package internal(set) var servesClassless: Located<Bool> = .placeholder(false)
  /// Names of the nodes that serve Ingress; empty: none was written.
  package internal(set) var nodes: [Located<String>] = []
  package internal(set) var nginxVersion: Located<ReleaseNumber> = .placeholder(.defaultNginx)
  package internal(set) var httpPort: Located<Port> = .placeholder(80)
  package internal(set) var httpsPort: Located<Port> = .placeholder(443)
  package internal(set) var httpsRedirect: Located<Bool> = .placeholder(false)
  package internal(set) var strictTransport = StrictTransportResource()
  package internal(set) var proxyProtocolSources: [Located<IPPrefix>] = []
  package internal(set) var certificatesValidAt: Located<CalendarDate>?
  package internal(set) var defaultCertificate: Located<ObjectName>?
  package internal(set) var defaultBackend: IngressDefaultBackend?
  /// The Service that leads to the nodes from outside; nil: that of ingress-nginx, if it is there.
  package internal(set) var controllerService: Located<ObjectName>?
  package internal(set) var logsAccess: Located<Bool> = .placeholder(true)
  package internal(set) var makesRequestIDs: Located<Bool> = .placeholder(true)
}

/// `spec.ingress.hsts`.
package struct StrictTransportResource: Sendable {
  package internal(set) var isEnabled: Located<Bool> = .placeholder(true)
  package internal(set) var maximumAgeSeconds: Located<Int> = .placeholder(31_536_000)
  package internal(set) var includesSubdomains: Located<Bool> = .placeholder(true)
  package internal(set) var preload: Located<Bool> = .placeholder(false)
}

/// `spec.ingress.defaultBackend`: who answers where no rule does.
package struct IngressDefaultBackend: Sendable {
  package internal(set) var service: Located<ObjectName> = .placeholder(
    ObjectName(checkedNamespace: "default", name: ""))
  package internal(set) var port: Located<TargetPort> = .placeholder(.number(.one))
}

extension ReleaseNumber {
  /// What `nginxVersion` is where it is not written: that of Debian 12.
  package static let defaultNginx = ReleaseNumber(1, 22, 1)
  /// The first that rejects a handshake without a certificate: `ssl_reject_handshake`.
  package static let oldestNginx = ReleaseNumber(1, 19, 4)
}
