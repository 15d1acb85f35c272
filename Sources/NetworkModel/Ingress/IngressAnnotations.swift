import NetworkTypes

/// Every annotation of ingress-nginx, by subject. One line adds one; docs/Ingress.md is made from
/// these tables.
enum IngressAnnotations {
  static let all: [IngressAnnotation] =
    paths + redirects + proxying + buffering + access + auth + limits + crossOrigin + affinity
    + canary
    + errors + misc + unsupported + refused

  /// Looked up, never walked.
  static let byName = Dictionary(
    uniqueKeysWithValues: all.map { (IngressAnnotation.prefix + $0.name, $0) })

  static let paths: [IngressAnnotation] = [
    .reads("rewrite-target", .rewrite, "The path that the backend is asked for", .medium) {
      $0.policy.rewrite = $1
    },
    .reads("use-regex", .boolean, "Paths of `ImplementationSpecific` are expressions") {
      $0.usesExpressions = $1
    },
    .reads("app-root", .appRoot, "Where requests for `/` are sent, with 302", .medium) {
      $0.policy.appRoot = $1
    },
    .reads("server-alias", .hosts, "Further names of the host", .high) { $0.aliases = $1 },
    .reads("upstream-vhost", .host, "`Host` towards the backend") {
      $0.policy.upstreamHost = $1
    },
    .reads("x-forwarded-prefix", .plainPath, "`X-Forwarded-Prefix` for the backend", .medium) {
      $0.policy.forwardedPrefix = $1
    },
  ]

  static let redirects: [IngressAnnotation] = [
    .reads("ssl-redirect", .boolean, "Plain HTTP is sent to HTTPS, where there is a certificate") {
      $0.redirectsToHTTPS = $1
    },
    .reads("force-ssl-redirect", .boolean, "The same without a certificate, for TLS ahead", .medium)
    { $0.forcesHTTPS = $1 },
    .reads("preserve-trailing-slash", .boolean, "Redirects to HTTPS keep a slash at the end") {
      $0.policy.keepsTrailingSlash = $1
    },
    .reads("permanent-redirect", .url, "Where every request is sent", .medium) {
      $0.permanentRedirect = $1
    },
    .reads("permanent-redirect-code", .status([301, 302, 303, 307, 308]), "With which status") {
      $0.permanentStatus = $1
    },
    .reads("temporal-redirect", .url, "Where every request is sent for now", .medium) {
      $0.temporalRedirect = $1
    },
    .reads("temporal-redirect-code", .status([301, 302, 303, 307, 308]), "With which status") {
      $0.temporalStatus = $1
    },
    .reads("from-to-www-redirect", .boolean, "`www.NAME` is sent to `NAME`, or the other way") {
      $0.redirectsWWW = $1
    },
  ]

  static let proxying: [IngressAnnotation] = [
    .reads("backend-protocol", .choice(isUpper: true), "What the backend speaks") {
      $0.policy.backendProtocol = $1
    },
    .reads("proxy-connect-timeout", .seconds, "How long connecting may take") {
      $0.policy.timeouts.connectSeconds = $1
    },
    .reads("proxy-send-timeout", .seconds, "How long the backend may read nothing") {
      $0.policy.timeouts.sendSeconds = $1
    },
    .reads("proxy-read-timeout", .seconds, "How long the backend may say nothing") {
      $0.policy.timeouts.readSeconds = $1
    },
    .reads("proxy-next-upstream", .retry, "What makes a request go to another endpoint") {
      $0.policy.retry.conditions = $1
    },
    .reads("proxy-next-upstream-tries", .number(0...100), "How often; 0: no limit") {
      $0.policy.retry.tries = $1
    },
    .reads("proxy-next-upstream-timeout", .secondsOrNone, "For how long; 0: no limit") {
      $0.policy.retry.timeoutSeconds = $1
    },
    .reads(
      "proxy-http-version", .words([(word: "1.1", value: false), (word: "1.0", value: true)]),
      "The version towards the backend"
    ) { $0.policy.usesHTTP10 = $1 },
    .reads("service-upstream", .boolean, "The Service's address in place of its endpoints") {
      $0.policy.usesServiceAddress = $1
    },
    .reads("upstream-hash-by", .hash, "Requests with the same value meet one endpoint", .high) {
      $0.policy.balance = .hash($1)
    },
    .reads(
      "load-balance",
      .words([
        (word: "round_robin", value: LoadBalance.roundRobin),
        (word: "ewma", value: .leastConnections), (word: "least_conn", value: .leastConnections),
        (word: "ip_hash", value: .clientAddress),
      ]), "How endpoints are chosen; plain nginx knows no latencies, so `ewma` is `least_conn`"
    ) { if $0.policy.balance == .roundRobin { $0.policy.balance = $1 } },
  ]

  static let buffering: [IngressAnnotation] = [
    .reads("proxy-body-size", .size, "The longest body of a request; 0: no limit") {
      $0.policy.body.maximumBytes = $1
    },
    .reads("client-body-buffer-size", .size, "How much of a body is kept in memory") {
      $0.policy.body.bufferBytes = $1
    },
    .reads("proxy-buffering", .onOrOff, "Answers are read ahead of the client") {
      $0.policy.buffering.isOn = $1
    },
    .reads("proxy-buffers-number", .number(2...1024), "The number of buffers of an answer") {
      $0.policy.buffering.count = $1
    },
    .reads("proxy-buffer-size", .size, "The size of one of them") {
      $0.policy.buffering.bufferBytes = $1
    },
    .reads("proxy-busy-buffers-size", .size, "How much may wait for the client") {
      $0.policy.buffering.busyBytes = $1
    },
    .reads("proxy-max-temp-file-size", .size, "How much may go to a file; 0: nothing") {
      $0.policy.buffering.maximumTempFileBytes = $1
    },
    .reads("proxy-request-buffering", .onOrOff, "Bodies are read before they are passed on") {
      $0.policy.buffering.buffersRequests = $1
    },
  ]

  static let access: [IngressAnnotation] = [
    .reads("whitelist-source-range", .sources, "The only clients let in", .medium) {
      $0.policy.allowedSources = $1
    },
    .reads("allowlist-source-range", .sources, "The only clients let in", .medium) {
      $0.policy.allowedSources = $1
    },
    .reads("denylist-source-range", .sources, "Clients that are kept out", .medium) {
      $0.policy.deniedSources = $1
    },
  ]

  static let limits: [IngressAnnotation] = [
    .reads("limit-rps", .number(1...1_000_000), "Requests a second, per client") {
      $0.policy.limits.requestsPerSecond = $1
    },
    .reads("limit-rpm", .number(1...1_000_000), "Requests a minute, per client") {
      $0.policy.limits.requestsPerMinute = $1
    },
    .reads("limit-connections", .number(1...65_535), "Connections at once, per client") {
      $0.policy.limits.connections = $1
    },
    .reads("limit-burst-multiplier", .number(1...1000), "How many times the rate at once") {
      $0.policy.limits.burstMultiplier = $1
    },
    .reads("limit-rate", .number(0...1_000_000), "Kilobytes a second of an answer") {
      $0.policy.limits.answerBytesPerSecond = $1 << 10
    },
    .reads("limit-rate-after", .number(0...1_000_000), "After how many kilobytes") {
      $0.policy.limits.answerBytesBeforeLimit = $1 << 10
    },
    .reads("limit-whitelist", .sources, "Clients without limits") {
      $0.policy.limits.exemptSources = $1
    },
    .reads("limit-allowlist", .sources, "Clients without limits") {
      $0.policy.limits.exemptSources = $1
    },
  ]

  static let crossOrigin: [IngressAnnotation] = [
    .reads("enable-cors", .boolean, "Pages of other origins may ask") { $0.enablesCORS = $1 },
    .reads("cors-allow-origin", .origins, "Which origins", .medium) { $0.cors.origins = $1 },
    .reads("cors-allow-methods", .methods, "With which methods", .medium) {
      $0.cors.methods = $1
    },
    .reads("cors-allow-headers", .tokens, "With which headers", .medium) {
      $0.cors.headers = $1
    },
    .reads("cors-expose-headers", .tokens, "Which headers of answers they see", .medium) {
      $0.cors.exposedHeaders = $1
    },
    .reads("cors-allow-credentials", .boolean, "Whether with cookies") {
      $0.cors.allowsCredentials = $1
    },
    .reads("cors-max-age", .number(0...31_536_000, of: "seconds"), "How long they may know it") {
      $0.cors.maximumAgeSeconds = $1
    },
  ]
}
