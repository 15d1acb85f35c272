package import NetworkTypes

/// What the nodes that serve HTTP do: the same on each of them but for the addresses they listen
/// on. Nothing here is a choice of the input's any more, and nothing is a word of nginx yet.
package struct HTTPPlan: Sendable {
  package let settings: HTTPSettingsPlan
  /// The positions of the nodes that do it, ascending.
  package let nodes: [Int]
  /// By pattern: exact names, wildcards, then one for any host, which is always there.
  package let servers: [HTTPServerPlan]
  /// By name, each once.
  package let upstreams: [HTTPUpstreamPlan]
  /// Sorted by file, each once.
  package let certificates: [HTTPCertificatePlan]
  /// Sorted by file, each once.
  package let userFiles: [HTTPUserFilePlan]
  /// How requests are treated, each way once; answers refer to them.
  package let policies: [HTTPPolicyPlan]
  /// How a request is given to one of several targets, each way once; proxies refer to them.
  package let choices: [HTTPChoicePlan]
  /// Who is asked for names outside the cluster.
  package let resolvers: [HTTPEndpointPlan]
}

package struct HTTPSettingsPlan: Sendable {
  /// The oldest nginx that must understand the configuration.
  package let nginxVersion: ReleaseNumber
  package let httpPort: Port
  package let httpsPort: Port
  package let strictTransport: StrictTransportPlan?
  /// Who speaks the PROXY protocol to the nodes; empty: nobody does.
  package let proxyProtocolSources: [IPPrefix]
  package let logsAccess: Bool
  /// Whether a request without `X-Request-ID` gets one.
  package let makesRequestIDs: Bool
}

/// `Strict-Transport-Security` (RFC 6797).
package struct StrictTransportPlan: Hashable, Sendable {
  package let maximumAgeSeconds: Int
  package let includesSubdomains: Bool
  package let preload: Bool
}

/// What is answered under one host pattern.
package struct HTTPServerPlan: Sendable {
  package let pattern: HostPattern
  /// Further names, no other server's.
  package let aliases: [HostPattern]
  /// The file name of the certificate and its key, without what tells the two apart; nil: no TLS.
  package let certificate: PlainToken?
  /// Another name whose requests are sent to this one.
  package let redirectedName: HostPattern?
  /// Over HTTPS too.
  package let redirectsOverTLS: Bool
  /// Over HTTP; nil: as over HTTPS.
  package let plain: [HTTPLocationPlan]?
  /// Over HTTPS, and over HTTP where nothing else is said.
  package let locations: [HTTPLocationPlan]
}

/// Requests by their decoded path, and what becomes of them. Of the locations beside each other
/// an exact one wins, then the first expression, then the longest prefix; order matters to
/// expressions alone.
package struct HTTPLocationPlan: Hashable, Sendable {
  package enum Match: Hashable, Sendable {
    /// The whole path.
    case exact(String)
    /// Any path that begins with this text; elements are no matter.
    case prefix(String)
    /// The whole path.
    case expression(PathRegex)
    /// The whole path, in its turn among expressions.
    case turn(HTTPPath)
  }
  package enum Body: Hashable, Sendable {
    case answer(HTTPAnswerPlan)
    /// Requests that match here are decided by these, which don't inherit anything.
    case within([HTTPLocationPlan])
  }
  package let match: Match
  package let body: Body
}

package struct HTTPAnswerPlan: Hashable, Sendable {
  /// Position in `HTTPPlan.policies`.
  package let policy: Int
  package let action: HTTPActionPlan
}

package enum HTTPActionPlan: Hashable, Sendable {
  /// An answer without a body of its own.
  case respond(status: Int)
  case redirect(status: Int, URLTemplate)
  /// The same URL over HTTPS, with 308.
  case redirectToHTTPS
  /// To the URL over HTTPS where whoever ended TLS before the nodes says that the client's
  /// connection is plain (`X-Forwarded-Proto`), else to the target.
  case proxyUnlessPlain(HTTPProxyPlan)
  case proxy(HTTPProxyPlan)
}

package struct HTTPProxyPlan: Hashable, Sendable {
  package let target: Target
  /// The path that the backend is asked for in place of the request's.
  package let rewrite: RewriteTemplate?

  package enum Target: Hashable, Sendable {
    case one(HTTPTargetPlan)
    /// Position in `HTTPPlan.choices`.
    case choice(Int)
  }
}

/// Who is asked for an answer.
package enum HTTPTargetPlan: Hashable, Sendable {
  /// Position in `HTTPPlan.upstreams`.
  case upstream(Int)
  /// A host outside the cluster.
  case external(DNSSubdomain, port: Port)
  /// Nobody: 503.
  case nobody
}

/// Shares of the requests, and who gets the canary version whatever the share.
package struct HTTPChoicePlan: Hashable, Sendable {
  package struct Share: Hashable, Sendable {
    /// Hundredths of a percent; all shares together are 10,000.
    package let parts: Int
    package let target: HTTPTargetPlan
  }
  package struct Canary: Hashable, Sendable {
    package let target: HTTPTargetPlan
    package let header: HTTPToken?
    /// Nil: `always` and `never` decide.
    package let headerMatch: CanaryMatch?
    package let cookie: HTTPToken?
    /// For `never`.
    package let otherwise: HTTPTargetPlan
  }
  /// Not empty; none is of 0 parts.
  package let shares: [Share]
  package let canary: Canary?
  /// The cookie whose value draws the share; nil: chance does.
  package let cookie: HTTPToken?
}

/// Endpoints among which requests are spread in one way.
package struct HTTPUpstreamPlan: Hashable, Sendable {
  /// `NAMESPACE_SERVICE_PORT`, with `_kept` behind where its connections are kept otherwise, and a
  /// number where one Service is asked in several ways; `ADDRESS_PORT` for what is no Service.
  package let name: PlainToken
  /// Not empty; sorted by address, then port.
  package let servers: [HTTPEndpointPlan]
  package let balance: HTTPBalancePlan
  package let keepalive: HTTPKeepalivePlan
}

/// Connections that wait for the next request.
package struct HTTPKeepalivePlan: Hashable, Sendable {
  /// Idle ones, for each worker.
  package let connections: Int
  /// Through one connection.
  package let requests: Int
  /// How long one may be idle.
  package let seconds: Int

  package static let usual = HTTPKeepalivePlan(connections: 64, requests: 10_000, seconds: 60)
}

package struct HTTPEndpointPlan: Hashable, Comparable, Sendable {
  package let address: IPAddress
  package let port: Port

  package static func < (left: Self, right: Self) -> Bool {
    (left.address, left.port) < (right.address, right.port)
  }
}

package enum HTTPBalancePlan: Hashable, Sendable {
  case roundRobin
  case leastConnections
  case clientAddress
  case hash([HTTPHashPlan])
  /// By a cookie that the first answer sets.
  case cookie(HTTPToken)
}

package enum HTTPHashPlan: Hashable, Sendable {
  case literal(HTTPToken)
  case requestURI, uri, host, remoteAddress, query
  case header(HTTPToken)
  case cookie(HTTPToken)
  case parameter(HTTPToken)
}

/// A certificate with its private key, as files of nginx.
package struct HTTPCertificatePlan: Sendable {
  /// Without what tells the two files apart.
  package let file: PlainToken
  /// PEM.
  package let chain: [UInt8]
  /// PEM. For root's eyes only.
  package let key: [UInt8]
}

/// A file of users with hashed passwords.
package struct HTTPUserFilePlan: Sendable {
  /// As in `HTTPBasicAuthPlan`.
  package let file: PlainToken
  /// One `name:hash` a line. For the eyes of root and of nginx' workers only.
  package let bytes: [UInt8]
}
