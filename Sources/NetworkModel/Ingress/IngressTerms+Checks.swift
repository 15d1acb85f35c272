import Diagnostics
import NetworkTypes
import Resources

extension IngressTerms {
  /// Brings together what several annotations say, and reports those that exclude each other or
  /// do nothing.
  mutating func settle(log: inout DiagnosticLog) {
    checkPairs(log: &log)
    checkDependants(log: &log)
    checkBuffers(log: &log)
    checkAuth(log: &log)
    checkHeadersOfGRPC(log: &log)
    checkCacheKey(log: &log)
    checkCanary(log: &log)
    settleCookie()
    if enablesCORS { policy.cors = settledCORS }
  }

  private static let pairs: [(first: String, second: String, help: String)] = [
    ("permanent-redirect", "temporal-redirect", "a request is sent to one place: keep one"),
    (
      "allowlist-source-range", "whitelist-source-range",
      "they are two names of one thing: keep `allowlist-source-range`"
    ),
    (
      "limit-allowlist", "limit-whitelist",
      "they are two names of one thing: keep `limit-allowlist`"
    ),
    ("upstream-hash-by", "load-balance", "the hash chooses the endpoint: remove `load-balance`"),
    ("upstream-hash-by", "affinity", "both choose the endpoint: keep one"),
  ]

  private func checkPairs(log: inout DiagnosticLog) {
    for pair in Self.pairs {
      guard let first = place(pair.first), let second = place(pair.second) else { continue }
      report(
        .conflictingAnnotations, "`\(pair.first)` and `\(pair.second)` exclude each other",
        at: second, notes: [Note("`\(pair.first)` is here", at: first)], help: pair.help, &log)
    }
  }

  /// What does nothing without another annotation, by the word of that other one.
  private static let dependants: [(name: String, needs: String)] = [
    ("permanent-redirect-code", "permanent-redirect"),
    ("temporal-redirect-code", "temporal-redirect"),
    ("affinity-mode", "affinity"), ("session-cookie-name", "affinity"),
    ("session-cookie-path", "affinity"), ("session-cookie-domain", "affinity"),
    ("session-cookie-max-age", "affinity"), ("session-cookie-expires", "affinity"),
    ("session-cookie-samesite", "affinity"), ("session-cookie-secure", "affinity"),
    ("affinity-canary-behavior", "affinity"),
    ("auth-secret", "auth-type"), ("auth-secret-type", "auth-type"), ("auth-realm", "auth-type"),
    ("auth-method", "auth-url"), ("auth-signin", "auth-url"),
    ("auth-response-headers", "auth-url"), ("auth-signin-redirect-param", "auth-signin"),
    ("auth-proxy-set-headers", "auth-url"), ("auth-request-redirect", "auth-url"),
    ("auth-always-set-cookie", "auth-url"), ("auth-cache-key", "auth-url"),
    ("auth-cache-duration", "auth-cache-key"), ("auth-keepalive", "auth-url"),
    ("auth-keepalive-requests", "auth-keepalive"), ("auth-keepalive-timeout", "auth-keepalive"),
    ("auth-keepalive-share-vars", "auth-keepalive"),
    ("cors-allow-origin", "enable-cors"), ("cors-allow-methods", "enable-cors"),
    ("cors-allow-headers", "enable-cors"), ("cors-expose-headers", "enable-cors"),
    ("cors-allow-credentials", "enable-cors"), ("cors-max-age", "enable-cors"),
    ("canary-by-header", "canary"), ("canary-by-header-value", "canary-by-header"),
    ("canary-by-header-pattern", "canary-by-header"),
    ("canary-by-cookie", "canary"), ("canary-weight", "canary"),
    ("canary-weight-total", "canary-weight"), ("limit-rate-after", "limit-rate"),
  ]

  private func checkDependants(log: inout DiagnosticLog) {
    for entry in Self.dependants {
      guard let place = place(entry.name), self.place(entry.needs) == nil else { continue }
      report(
        .uselessAnnotation, "`\(entry.name)` has no effect without `\(entry.needs)`", at: place,
        help: "add `\(IngressAnnotation.prefix)\(entry.needs)`, or remove it", &log)
    }
  }

  /// nginx refuses to start otherwise (ngx_http_proxy_merge_loc_conf).
  private func checkBuffers(log: inout DiagnosticLog) {
    let buffering = policy.buffering
    let places = ["proxy-busy-buffers-size", "proxy-buffer-size", "proxy-buffers-number"]
    guard let place = places.lazy.compactMap({ self.place($0) }).first else { return }
    let size = buffering.bufferBytes
    let busy = buffering.busyBytes ?? 2 * size
    var problem: String?
    if size < 1024 {
      problem = "a buffer of \(size) bytes holds no header of an answer"
    } else if busy < size {
      problem = "`proxy-busy-buffers-size` is below the \(size) bytes of one buffer"
    } else if busy > (buffering.count - 1) * size {
      problem = "\(busy) busy bytes are more than all \(buffering.count) buffers but one hold"
    }
    guard let problem else { return }
    report(
      .conflictingAnnotations, problem, at: place, notes: [],
      help: "nginx needs: one buffer ≤ `proxy-busy-buffers-size` ≤ all buffers but one", &log)
  }

  private func checkAuth(log: inout DiagnosticLog) {
    if auth.isBasic, auth.secret == nil, let place = place("auth-type") {
      report(
        .conflictingAnnotations, "`auth-type` needs a Secret with the users", at: place, notes: [],
        help: "add `\(IngressAnnotation.prefix)auth-secret`", &log)
    }
    let statuses = policy.interceptedStatuses.filter { $0 == 401 || $0 == 403 }
    guard auth.url != nil, !statuses.isEmpty, let errors = place("custom-http-errors"),
      let url = place("auth-url")
    else { return }
    // CVE-2026-24513: the page for errors took the place of the refusal.
    report(
      .conflictingAnnotations,
      "`custom-http-errors` would replace the \(statuses[0]) with which `auth-url` refuses",
      at: errors, notes: [Note("`auth-url` is here", at: url)],
      help: "leave 401 and 403 out of the list", &log)
  }

  /// nginx does not start otherwise: its table of headers for gRPC has buckets of 64 bytes that no
  /// directive changes (ngx_http_grpc_init_headers), of which a name has 46 for itself.
  private static let longestHeaderOfGRPC = 46

  private func checkHeadersOfGRPC(log: inout DiagnosticLog) {
    guard policy.backendProtocol == .grpc || policy.backendProtocol == .grpcs,
      let name = auth.responseHeaders.first(where: {
        $0.text.utf8.count > Self.longestHeaderOfGRPC
      }),
      let place = place("auth-response-headers"), let backend = self.place("backend-protocol")
    else { return }
    report(
      .conflictingAnnotations,
      "`\(name.text)`: nginx sets no header for gRPC whose name is longer than "
        + "\(Self.longestHeaderOfGRPC) bytes",
      at: place, notes: [Note("`backend-protocol` is here", at: backend)],
      help: "let `auth-url` answer with a header of a shorter name", &log)
  }

  private func checkCanary(log: inout DiagnosticLog) {
    guard canary.isOn, let place = place("canary") else { return }
    if let value = self.place("canary-by-header-value"),
      let pattern = self.place("canary-by-header-pattern")
    {
      report(
        .uselessAnnotation,
        "`canary-by-header-pattern` has no effect beside `canary-by-header-value`", at: pattern,
        notes: [Note("the value is here", at: value)], help: "a value decides alone: keep one",
        &log)
    }
    if canary.weight > canary.weightTotal, let weight = self.place("canary-weight") {
      report(
        .conflictingAnnotations,
        "a weight of \(canary.weight) is more than the whole, \(canary.weightTotal)", at: weight,
        notes: [], help: "the whole is 100 unless `canary-weight-total` says otherwise", &log)
    }
    if canary.header == nil, canary.cookie == nil, canary.weight == 0 {
      report(
        .uselessAnnotation, "no request meets the canary", at: place, notes: [],
        help: "add `canary-weight`, `canary-by-header` or `canary-by-cookie`", &log)
    }
  }

  private mutating func settleCookie() {
    guard cookie.isOn else { return }
    policy.cookieAffinity = CookieAffinity(
      cookie: cookie.name ?? .affinityCookie, path: cookie.path, domain: cookie.domain,
      maximumAgeSeconds: cookie.maximumAgeSeconds ?? cookie.expirySeconds,
      sameSite: cookie.sameSite, isSecure: cookie.isSecure, keepsVersion: cookie.keepsVersion)
  }

  /// ingress-nginx' defaults for what is not written.
  private var settledCORS: CrossOrigin {
    var settled = cors
    if settled.methods.isEmpty { settled.methods = Self.corsMethods }
    if settled.headers.isEmpty { settled.headers = Self.corsHeaders }
    return settled
  }

  private static let corsMethods = ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"]
    .compactMap { HTTPToken($0) }
  private static let corsHeaders = [
    "DNT", "Keep-Alive", "User-Agent", "X-Requested-With", "If-Modified-Since", "Cache-Control",
    "Content-Type", "Range", "Authorization",
  ].compactMap { HTTPToken($0) }

  func report(
    _ page: DiagnosticPage, _ message: String, at range: SourceRange, notes: [Note] = [],
    help: String?, _ log: inout DiagnosticLog
  ) {
    log.report(
      page, message, at: range, notes: notes, help: help, object: policy.origin.object)
  }
}

extension HTTPToken {
  /// ingress-nginx' name of the cookie.
  fileprivate static let affinityCookie: HTTPToken = {
    guard let token = HTTPToken("INGRESSCOOKIE") else { preconditionFailure("a legal name") }
    return token
  }()
}
