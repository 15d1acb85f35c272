package import Diagnostics
package import NetworkTypes

/// How the requests of one object's rules are treated. The defaults are ingress-nginx'.
package struct HTTPPolicy: Sendable {
  package var origin: HTTPOrigin
  package var backendProtocol: BackendProtocol = .http
  package var timeouts = HTTPTimeouts()
  package var body = BodyLimits()
  package var buffering = ResponseBuffering()
  package var retry = RetryPolicy()
  package var balance: LoadBalance = .roundRobin
  /// Set: clients keep to an endpoint by a cookie.
  package var cookieAffinity: CookieAffinity?
  /// Proxied to the Service's own address in place of its endpoints.
  package var usesServiceAddress = false

  // MARK: What the backend sees

  /// The path that the backend is asked for in place of the request's.
  package var rewrite: RewriteTemplate?
  /// `Host` towards the backend in place of the request's.
  package var upstreamHost: DNSSubdomain?
  /// `X-Forwarded-Prefix`.
  package var forwardedPrefix: HTTPText?
  /// HTTP 1.0 instead of 1.1 towards the backend.
  package var usesHTTP10 = false

  // MARK: Who may ask, and how often

  /// Empty: everybody. Sorted, each once.
  package var allowedSources: [IPPrefix] = []
  /// Sorted, each once.
  package var deniedSources: [IPPrefix] = []
  package var basicAuth: BasicAuth?
  package var externalAuth: ExternalAuth?
  package var limits = RequestLimits()

  // MARK: What the client sees

  /// Where requests for `/` are sent, with 302; begins with `/`.
  package var appRoot: URLTemplate?
  package var cors: CrossOrigin?
  /// Answers of the backend with these statuses are replaced by the error backend's. Sorted.
  package var interceptedStatuses: [Int] = []
  /// Answers in place of intercepted statuses, and where a Service has no endpoint.
  package var errorBackend: HTTPBackend?
  /// A redirect keeps the slash at the end of the path.
  package var keepsTrailingSlash = false
  package var logsAccess = true

  init(origin: HTTPOrigin) { self.origin = origin }
}

package enum BackendProtocol: String, CaseIterable, Sendable {
  case http = "HTTP"
  case https = "HTTPS"
  /// The one that the client speaks.
  case autoHTTP = "AUTO_HTTP"
  case grpc = "GRPC"
  case grpcs = "GRPCS"
}

package struct HTTPTimeouts: Hashable, Sendable {
  package var connectSeconds = 5
  package var sendSeconds = 60
  package var readSeconds = 60
}

package struct BodyLimits: Hashable, Sendable {
  /// 0: no limit.
  package var maximumBytes = 1 << 20
  /// What is kept in memory of a body, the rest goes to a file; nil: nginx' default.
  package var bufferBytes: Int?
}

/// Invariant, or nginx refuses to start: `bufferBytes` ≤ `busyBytes` < (`count` - 1) buffers of
/// `bufferBytes` together.
package struct ResponseBuffering: Hashable, Sendable {
  package var isOn = false
  package var count = 4
  package var bufferBytes = 4096
  /// Nil: nginx' default.
  package var busyBytes: Int?
  package var maximumTempFileBytes = 1 << 30
  /// A request's body is read in full before it is passed on.
  package var buffersRequests = true
}

/// What makes a request go to another endpoint.
package struct RetryPolicy: Hashable, Sendable {
  /// Sorted as the enumeration is; empty: never.
  package var conditions: [RetryCondition] = [.error, .timeout]
  /// 0: as many as there are endpoints.
  package var tries = 3
  /// 0: no limit.
  package var timeoutSeconds = 0
}

package enum RetryCondition: String, CaseIterable, Sendable {
  case error
  case timeout
  case invalidHeader = "invalid_header"
  case status500 = "http_500"
  case status502 = "http_502"
  case status503 = "http_503"
  case status504 = "http_504"
  case status403 = "http_403"
  case status404 = "http_404"
  case status429 = "http_429"
  case nonIdempotent = "non_idempotent"
}

package enum LoadBalance: Hashable, Sendable {
  case roundRobin
  case leastConnections
  /// By the client's address.
  case clientAddress
  /// By a hash of what a request says; consistent when endpoints come and go. Not empty.
  case hash([HashPart])
}

package enum HashPart: Hashable, Sendable {
  case literal(HTTPToken)
  case requestURI, uri, host, remoteAddress, query
  /// The header's name.
  case header(HTTPToken)
  case cookie(HTTPToken)
  /// A query parameter.
  case parameter(HTTPToken)
}

package struct CookieAffinity: Hashable, Sendable {
  package var cookie: HTTPToken
  /// Nil: the root.
  package var path: HTTPPath?
  package var domain: DNSSubdomain?
  package var maximumAgeSeconds: Int?
  package var sameSite: SameSite?
  /// Nil: where it is sent over HTTPS.
  package var isSecure: Bool?
  /// Clients with the cookie keep to a version of the canary too.
  package var keepsVersion = true

  package enum SameSite: String, CaseIterable, Sendable {
    case none = "None"
    case lax = "Lax"
    case strict = "Strict"
  }
}

package struct BasicAuth: Sendable {
  /// The Secret with the file of users, in the object's namespace.
  package var secret: Located<ObjectName>
  /// `auth` holds a file of `user:hash` lines; else each key is a user.
  package var isMap = false
  package var realm: HTTPText
}

/// Another server is asked about each request, and answers 2xx where it may pass.
package struct ExternalAuth: Sendable {
  package var url: Located<AuthURL>
  /// Nil: that of the request.
  package var method: HTTPToken?
  /// Where clients without leave are sent, with 302.
  package var signInURL: URLTemplate?
  /// The query parameter of `signInURL` that gets the URL first asked for.
  package var redirectParameter: HTTPToken?
  /// Headers of its answer that go on to the backend. Sorted, each once.
  package var responseHeaders: [HTTPToken] = []
  /// Headers that it is asked with, beside its own. Sorted by name, each once.
  package var requestHeaders: [HeaderValue] = []
  /// `X-Auth-Request-Redirect`; nil: path and query of the request.
  package var requestRedirect: HTTPText?
  /// Its cookies go to the client with errors too.
  package var alwaysSetsCookie = false
  /// Nil: no answer is kept.
  package var cache: AuthCache?
  /// Nil: as to any backend.
  package var keepalive: Keepalive?
}

/// Answers of another server that are kept.
package struct AuthCache: Hashable, Sendable {
  /// What tells clients apart.
  package var key: RequestTemplate
  package var durations: [CacheDuration]
}

/// Connections that wait for the next request.
package struct Keepalive: Hashable, Sendable {
  /// Idle ones, for each worker.
  package var connections: Int
  /// Through one connection.
  package var requests: Int
  /// How long one may be idle.
  package var seconds: Int
}

/// `http://oauth2.auth.svc.cluster.local:4180/auth`.
package struct AuthURL: Sendable {
  package var usesTLS: Bool
  package var server: AuthServer
  /// What the server is called, as written; nil: as the request says.
  package var host: DNSSubdomain?
  package var port: Port
  /// Path and query, or one of the request's.
  package var target: URLTemplate
}

package enum AuthServer: Sendable {
  /// A Service of the cluster, by its name in DNS.
  case upstream(Index<HTTPUpstream>)
  /// A Service that is not there, or has no such port; reported.
  case unusable
  case address(IPAddress, port: Port)
  case external(DNSSubdomain, port: Port)
  /// `$host`: the host that the request is for, on these nodes.
  case requestHost
}

package struct RequestLimits: Hashable, Sendable {
  /// Per client; nil: no limit.
  package var requestsPerSecond: Int?
  package var requestsPerMinute: Int?
  package var connections: Int?
  /// How many times the rate may come at once.
  package var burstMultiplier = 5
  /// Of an answer, in bytes per second; 0: no limit.
  package var answerBytesPerSecond = 0
  package var answerBytesBeforeLimit = 0
  /// Clients that no limit holds for. Sorted, each once.
  package var exemptSources: [IPPrefix] = []
}

/// Cross-Origin Resource Sharing (fetch.spec.whatwg.org).
package struct CrossOrigin: Hashable, Sendable {
  /// Sorted, each once; empty: every origin.
  package var origins: [OriginPattern] = []
  package var methods: [HTTPToken] = []
  package var headers: [HTTPToken] = []
  package var exposedHeaders: [HTTPToken] = []
  package var allowsCredentials = true
  package var maximumAgeSeconds = 1_728_000
}

/// `https://shop.example:8443`, or `https://*.example` for all names below.
package struct OriginPattern: Hashable, Comparable, Sendable {
  /// `http` or `https`.
  package let scheme: String
  package let hasWildcard: Bool
  package let host: DNSSubdomain
  package let port: Port?

  package static func < (left: Self, right: Self) -> Bool {
    left.description < right.description
  }
}

extension OriginPattern: CustomStringConvertible {
  package var description: String {
    "\(scheme)://\(hasWildcard ? "*." : "")\(host)\(port.map { ":\($0)" } ?? "")"
  }
}
