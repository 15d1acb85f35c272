import Diagnostics
import NetworkModel
import NetworkTypes

extension HTTPPolicyPlan {
  /// What an object asks for, with the backends that it names resolved by `draft`.
  init(_ policy: HTTPPolicy, _ draft: inout HTTPDraft) {
    backend = HTTPBackendPlan(
      isGRPC: policy.backendProtocol == .grpc || policy.backendProtocol == .grpcs,
      usesTLS: policy.backendProtocol == .https || policy.backendProtocol == .grpcs,
      followsClient: policy.backendProtocol == .autoHTTP,
      usesHTTP10: policy.usesHTTP10, host: policy.upstreamHost,
      forwardedPrefix: policy.forwardedPrefix)
    connectSeconds = policy.timeouts.connectSeconds
    sendSeconds = policy.timeouts.sendSeconds
    readSeconds = policy.timeouts.readSeconds
    maximumBodyBytes = policy.body.maximumBytes
    bodyBufferBytes = policy.body.bufferBytes
    buffering = HTTPBufferingPlan(policy.buffering)
    retry = HTTPRetryPlan(
      conditions: policy.retry.conditions.map { PlainToken($0.rawValue) },
      tries: policy.retry.tries, timeoutSeconds: policy.retry.timeoutSeconds)
    allowedSources = policy.allowedSources
    deniedSources = policy.deniedSources
    basicAuth = policy.basicAuth.map {
      HTTPBasicAuthPlan(file: StableNames.secretFile($0.secret.value), realm: $0.realm)
    }
    externalAuth = policy.externalAuth.map {
      HTTPExternalAuthPlan($0, of: policy.origin.name, &draft)
    }
    limits = HTTPLimitsPlan(policy.limits)
    cors = policy.cors.map(HTTPCrossOriginPlan.init)
    affinityCookie = policy.cookieAffinity.map(HTTPCookiePlan.init)
    interceptedStatuses = policy.interceptedStatuses
    errorTarget = policy.errorBackend.map { draft.target($0, balance: .roundRobin) }
    logsAccess = policy.logsAccess
  }
}

extension HTTPBufferingPlan {
  fileprivate init(_ buffering: ResponseBuffering) {
    isOn = buffering.isOn
    count = buffering.count
    bufferBytes = buffering.bufferBytes
    busyBytes = buffering.busyBytes
    maximumTempFileBytes = buffering.maximumTempFileBytes
    buffersRequests = buffering.buffersRequests
  }
}

extension HTTPLimitsPlan {
  fileprivate init(_ limits: RequestLimits) {
    requestsPerSecond = limits.requestsPerSecond
    requestsPerMinute = limits.requestsPerMinute
    connections = limits.connections
    burstMultiplier = limits.burstMultiplier
    answerBytesPerSecond = limits.answerBytesPerSecond
    answerBytesBeforeLimit = limits.answerBytesBeforeLimit
    exemptSources = limits.exemptSources
  }
}

extension HTTPCrossOriginPlan {
  fileprivate init(_ cors: CrossOrigin) {
    origins = cors.origins.map {
      HTTPOriginPlan(
        usesTLS: $0.scheme == "https", hasWildcard: $0.hasWildcard, host: $0.host, port: $0.port)
    }
    methods = cors.methods
    headers = cors.headers
    exposedHeaders = cors.exposedHeaders
    allowsCredentials = cors.allowsCredentials
    maximumAgeSeconds = cors.maximumAgeSeconds
  }
}

extension HTTPCookiePlan {
  fileprivate init(_ cookie: CookieAffinity) {
    name = cookie.cookie
    path = cookie.path
    domain = cookie.domain
    maximumAgeSeconds = cookie.maximumAgeSeconds
    sameSite = cookie.sameSite.map { PlainToken($0.rawValue) }
    isSecure = cookie.isSecure
  }
}
