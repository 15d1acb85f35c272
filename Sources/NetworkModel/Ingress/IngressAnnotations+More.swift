import NetworkTypes

extension IngressAnnotations {
  static let affinity: [IngressAnnotation] = [
    .reads("affinity", .words([(word: "cookie", value: true)]), "Clients keep to an endpoint") {
      $0.cookie.isOn = $1
    },
    .reads(
      "affinity-mode",
      .words([(word: "balanced", value: ()), (word: "persistent", value: ())]),
      "Both come to the same here: few clients move when endpoints come and go"
    ) { _, _ in },
    .reads(
      "affinity-canary-behavior",
      .words([(word: "sticky", value: true), (word: "legacy", value: false)]),
      "Clients keep to the canary's share, or the other, too"
    ) { $0.cookie.keepsVersion = $1 },
    .reads("session-cookie-name", .token, "The cookie, `INGRESSCOOKIE`", .medium) {
      $0.cookie.name = $1
    },
    .reads("session-cookie-path", .path, "Its path", .medium) { $0.cookie.path = $1 },
    .reads("session-cookie-domain", .host, "Its domain", .medium) { $0.cookie.domain = $1 },
    .reads("session-cookie-max-age", .secondsOrNone, "How long it is kept") {
      $0.cookie.maximumAgeSeconds = $1
    },
    .reads("session-cookie-expires", .secondsOrNone, "The same, where max-age is not set") {
      $0.cookie.expirySeconds = $1
    },
    .reads("session-cookie-samesite", .choice(), "Whether other sites' requests carry it") {
      $0.cookie.sameSite = $1
    },
    .reads(
      "session-cookie-secure", .boolean,
      "Whether plain HTTP carries it not; unwritten, so it is over HTTPS"
    ) {
      $0.cookie.isSecure = $1
    },
  ]

  static let canary: [IngressAnnotation] = [
    .reads("canary", .boolean, "The object is another version of the same paths") {
      $0.canary.isOn = $1
    },
    .reads("canary-by-header", .token, "The header that asks for it", .medium) {
      $0.canary.header = $1
    },
    .reads("canary-by-header-value", .text, "With which value", .medium) {
      $0.canary.headerValue = $1
    },
    .reads("canary-by-header-pattern", .pattern, "With a value in which this is found", .medium) {
      $0.canary.headerPattern = $1
    },
    .reads("canary-by-cookie", .token, "The cookie that asks for it", .medium) {
      $0.canary.cookie = $1
    },
    .reads("canary-weight", .number(0...1_000_000), "Its share of the other requests") {
      $0.canary.weight = $1
    },
    .reads("canary-weight-total", .number(1...1_000_000), "The whole of which it is a share") {
      $0.canary.weightTotal = $1
    },
  ]

  static let errors: [IngressAnnotation] = [
    .reads("custom-http-errors", .errorStatuses, "Answers that the default backend replaces") {
      $0.policy.interceptedStatuses = $1
    },
    .reads("default-backend", .objectName, "The Service for them, and for no endpoints") {
      $0.defaultBackend = $1
    },
  ]

  static let misc: [IngressAnnotation] = [
    .reads("enable-access-log", .boolean, "Whether requests are logged") {
      $0.policy.logsAccess = $1
    },
    .obsolete(
      "http2-push-preload", "Pushes what pages need", "browsers have given up server push"),
    .obsolete("enable-rewrite-log", "Logs rewrites", "nothing here rewrites by `rewrite` rules"),
    .obsolete("enable-opentelemetry", "Traces requests", "plain nginx has no tracing"),
    .obsolete(
      "opentelemetry-trust-incoming-span", "Traces requests", "plain nginx has no tracing"),
    .obsolete("opentelemetry-operation-name", "Traces requests", "plain nginx has no tracing"),
    .obsolete("enable-opentracing", "Traces requests", "plain nginx has no tracing"),
  ]

  static let unsupported: [IngressAnnotation] = [
    .unsupported("auth-tls-secret", "Clients show certificates", .medium),
    .unsupported("auth-tls-verify-client", "Clients show certificates", harmless: ["off"]),
    .unsupported("auth-tls-verify-depth", "How long their chains may be"),
    .unsupported("auth-tls-error-page", "Where others are sent", .high),
    .unsupported("auth-tls-match-cn", "Which names they must have", .high),
    .unsupported(
      "auth-tls-pass-certificate-to-upstream", "Backends see them", harmless: ["false"]),
    .unsupported("enable-global-auth", "A cluster's `auth-url`", harmless: ["true", "false"]),
    .unsupported("connection-proxy-header", "`Connection` towards the backend"),
    .unsupported("custom-headers", "Headers of answers, of a ConfigMap", .medium),
    .unsupported(
      "disable-proxy-intercept-errors", "Errors of the backend pass", harmless: ["false"]),
    .unsupported("fastcgi-index", "The page of a folder, with FastCGI"),
    .unsupported("fastcgi-params-configmap", "Parameters of FastCGI, of a ConfigMap", .medium),
    .unsupported("mirror-target", "Requests are sent twice", .high),
    .unsupported("mirror-host", "Requests are sent twice", .high),
    .unsupported("mirror-request-body", "Requests are sent twice", harmless: ["on", "off"]),
    .unsupported("proxy-cookie-domain", "Cookies of the backend", .medium, harmless: ["off"]),
    .unsupported("proxy-cookie-path", "Cookies of the backend", .medium, harmless: ["off"]),
    .unsupported("proxy-redirect-from", "`Location` of the backend", .medium, harmless: ["off"]),
    .unsupported("proxy-redirect-to", "`Location` of the backend", .medium, harmless: ["off"]),
    .unsupported("proxy-ssl-secret", "Certificates towards the backend", .medium),
    .unsupported("proxy-ssl-ciphers", "TLS towards the backend", .medium),
    .unsupported("proxy-ssl-name", "TLS towards the backend", .high),
    .unsupported("proxy-ssl-protocols", "TLS towards the backend"),
    .unsupported("proxy-ssl-verify", "TLS towards the backend", harmless: ["off"]),
    .unsupported("proxy-ssl-verify-depth", "TLS towards the backend"),
    .unsupported("proxy-ssl-server-name", "TLS towards the backend", harmless: ["off"]),
    .unsupported("relative-redirects", "Redirects without a host", harmless: ["false"]),
    .unsupported("satisfy", "One of several tests is enough", harmless: ["all"]),
    .unsupported(
      "session-cookie-change-on-failure", "A new cookie after errors", harmless: ["false"]),
    .unsupported(
      "session-cookie-conditional-samesite-none", "For browsers of 2019", harmless: ["false"]),
    .unsupported("ssl-ciphers", "Ciphers of one host"),
    .unsupported("ssl-passthrough", "TLS ends at the backend", harmless: ["false"]),
    .unsupported("ssl-prefer-server-ciphers", "Ciphers of one host", harmless: ["true"]),
    .unsupported(
      "upstream-hash-by-subset", "Several endpoints for one value", harmless: ["false"]),
    .unsupported("upstream-hash-by-subset-size", "Several endpoints for one value"),
    .unsupported("use-port-in-redirects", "Redirects with a port", harmless: ["false"]),
  ]

  static let refused: [IngressAnnotation] = [
    .refused(
      "configuration-snippet", "Text for a location",
      instead: "`rewrite-target`, `custom-http-errors`, `enable-cors` and their kin say it safely"),
    .refused(
      "server-snippet", "Text for a server",
      instead: "`server-alias`, `permanent-redirect` or a further rule say it safely"),
    .refused(
      "stream-snippet", "Text for a stream",
      instead: "a Service of type LoadBalancer forwards TCP and UDP"),
    .refused(
      "auth-snippet", "Text for `auth-url`",
      instead: "`auth-method` and `auth-response-headers` say it safely"),
    .refused(
      "modsecurity-snippet", "Rules of ModSecurity",
      instead: "plain nginx has no ModSecurity; put a firewall for applications ahead"),
    .refused(
      "enable-modsecurity", "A firewall for applications", .low,
      instead: "plain nginx has no ModSecurity; put a firewall for applications ahead"),
    .refused(
      "enable-owasp-core-rules", "A firewall for applications", .low,
      instead: "plain nginx has no ModSecurity; put a firewall for applications ahead"),
    .refused(
      "modsecurity-transaction-id", "A firewall for applications", .high,
      instead: "plain nginx has no ModSecurity; put a firewall for applications ahead"),
    .refused(
      "secure-backends", "Gone since 2018", .low, instead: "write `backend-protocol: HTTPS`"),
    .refused("grpc-backend", "Gone since 2018", .low, instead: "write `backend-protocol: GRPC`"),
    .refused("add-base-url", "Gone since 2018", .low, instead: "let the backend write its URLs"),
  ]
}
