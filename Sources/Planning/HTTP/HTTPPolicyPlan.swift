package import NetworkTypes

/// How requests are treated that match one object's rules.
package struct HTTPPolicyPlan: Hashable, Sendable {
  package let backend: HTTPBackendPlan
  package let connectSeconds: Int
  package let sendSeconds: Int
  package let readSeconds: Int
  /// 0: no limit.
  package let maximumBodyBytes: Int
  package let bodyBufferBytes: Int?
  package let buffering: HTTPBufferingPlan
  package let retry: HTTPRetryPlan
  package let allowedSources: [IPPrefix]
  package let deniedSources: [IPPrefix]
  package let basicAuth: HTTPBasicAuthPlan?
  package let externalAuth: HTTPExternalAuthPlan?
  package let limits: HTTPLimitsPlan
  package let cors: HTTPCrossOriginPlan?
  package let affinityCookie: HTTPCookiePlan?
  /// Sorted.
  package let interceptedStatuses: [Int]
  /// Who answers in place of the intercepted statuses.
  package let errorTarget: HTTPTargetPlan?
  package let logsAccess: Bool
}

/// What the backend speaks and sees.
package struct HTTPBackendPlan: Hashable, Sendable {
  package let isGRPC: Bool
  package let usesTLS: Bool
  /// TLS where the client uses it.
  package let followsClient: Bool
  package let usesHTTP10: Bool
  /// `Host` in place of the request's.
  package let host: DNSSubdomain?
  package let forwardedPrefix: HTTPText?
}

/// See `ResponseBuffering`.
package struct HTTPBufferingPlan: Hashable, Sendable {
  package let isOn: Bool
  package let count: Int
  package let bufferBytes: Int
  package let busyBytes: Int?
  package let maximumTempFileBytes: Int
  package let buffersRequests: Bool
}

package struct HTTPRetryPlan: Hashable, Sendable {
  /// nginx' words, `error` to `non_idempotent`; empty: never.
  package let conditions: [PlainToken]
  /// 0: as many as there are endpoints.
  package let tries: Int
  /// 0: no limit.
  package let timeoutSeconds: Int
}

package struct HTTPBasicAuthPlan: Hashable, Sendable {
  /// The name of the file of users.
  package let file: PlainToken
  package let realm: HTTPText
}

package struct HTTPExternalAuthPlan: Hashable, Sendable {
  package enum Server: Hashable, Sendable {
    case target(HTTPTargetPlan)
    /// The host that the request is for, on the node itself.
    case requestHost
  }
  package let server: Server
  /// What the server is called, for `Host`; nil: as the request says.
  package let host: PlainToken?
  package let usesTLS: Bool
  /// Path and query.
  package let target: URLTemplate
  package let method: HTTPToken?
  package let signInURL: URLTemplate?
  package let redirectParameter: HTTPToken?
  package let responseHeaders: [HTTPToken]
  /// Headers that it is asked with, beside its own.
  package let requestHeaders: [HeaderValue]
  /// `X-Auth-Request-Redirect`; nil: path and query of the request.
  package let requestRedirect: HTTPText?
  /// Its cookies go to the client with errors too.
  package let alwaysSetsCookie: Bool
  package let cache: HTTPAuthCachePlan?
}

/// Answers of another server that are kept.
package struct HTTPAuthCachePlan: Hashable, Sendable {
  /// What no other object's entries begin with, nor those of another question: a hash.
  package let scope: PlainToken
  /// What tells clients apart.
  package let key: RequestTemplate
  package let durations: [CacheDuration]
}

package struct HTTPLimitsPlan: Hashable, Sendable {
  package let requestsPerSecond: Int?
  package let requestsPerMinute: Int?
  package let connections: Int?
  package let burstMultiplier: Int
  package let answerBytesPerSecond: Int
  package let answerBytesBeforeLimit: Int
  package let exemptSources: [IPPrefix]
}

package struct HTTPCrossOriginPlan: Hashable, Sendable {
  /// Empty: every origin.
  package let origins: [HTTPOriginPlan]
  package let methods: [HTTPToken]
  package let headers: [HTTPToken]
  package let exposedHeaders: [HTTPToken]
  package let allowsCredentials: Bool
  package let maximumAgeSeconds: Int
}

package struct HTTPOriginPlan: Hashable, Sendable {
  package let usesTLS: Bool
  /// All names below `host`.
  package let hasWildcard: Bool
  package let host: DNSSubdomain
  package let port: Port?
}

package struct HTTPCookiePlan: Hashable, Sendable {
  package let name: HTTPToken
  /// Nil: the root.
  package let path: HTTPPath?
  package let domain: DNSSubdomain?
  package let maximumAgeSeconds: Int?
  /// `Strict`, `Lax` or `None`.
  package let sameSite: PlainToken?
  /// Nil: where it is sent over HTTPS.
  package let isSecure: Bool?
}
