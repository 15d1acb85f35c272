import NetworkTypes

extension IngressAnnotations {
  static let auth: [IngressAnnotation] = passwords + leave + cache + connections

  /// nginx itself asks for a password.
  static let passwords: [IngressAnnotation] = [
    .reads("auth-type", .words([(word: "basic", value: true)]), "Users and passwords") {
      $0.auth.isBasic = $1
    },
    .reads("auth-secret", .objectName, "The Secret with the users", .medium) {
      $0.auth.secret = $1
    },
    .reads(
      "auth-secret-type",
      .words([(word: "auth-file", value: false), (word: "auth-map", value: true)]),
      "A file of users in the key `auth`, or a key for each user"
    ) { $0.auth.isMap = $1 },
    .reads("auth-realm", .text, "What the browser shows") { $0.auth.realm = $1 },
  ]

  /// Another server gives leave.
  static let leave: [IngressAnnotation] = [
    .reads("auth-url", .authURL, "Whom each request is shown to first", .high) {
      $0.auth.url = $1
    },
    .reads("auth-method", .method, "With which method") { $0.auth.method = $1 },
    .reads("auth-signin", .url, "Where clients without leave are sent, with 302", .high) {
      $0.auth.signInURL = $1
    },
    .reads("auth-signin-redirect-param", .token, "The parameter with the URL first asked for") {
      $0.auth.redirectParameter = $1
    },
    .reads("auth-response-headers", .tokens, "Headers of its answer for the backend") {
      $0.auth.responseHeaders = $1
    },
    .reads("auth-proxy-set-headers", .configMap, "Headers that it is asked with", .medium) {
      $0.auth.requestHeaders = $1
    },
    .reads("auth-request-redirect", .plainURL, "`X-Auth-Request-Redirect`", .medium) {
      $0.auth.requestRedirect = $1
    },
    .reads("auth-always-set-cookie", .boolean, "Its cookies go to the client with errors too") {
      $0.auth.alwaysSetsCookie = $1
    },
  ]

  /// Answers of `auth-url` are kept.
  static let cache: [IngressAnnotation] = [
    .reads("auth-cache-key", .cacheKey, "Keeps its answers, for clients alike in this", .medium) {
      $0.auth.cacheKey = $1
    },
    .reads("auth-cache-duration", .cacheDurations, "Which answers, and how long", .medium) {
      $0.auth.cacheDurations = $1
    },
  ]

  /// Connections to `auth-url` are kept.
  static let connections: [IngressAnnotation] = [
    .reads("auth-keepalive", .number(0...65_535), "How many idle connections to it are kept") {
      $0.auth.keepalive.connections = $1
    },
    .reads(
      "auth-keepalive-requests", .number(1...1_000_000_000), "Requests through one of them"
    ) { $0.auth.keepalive.requests = $1 },
    .reads("auth-keepalive-timeout", .seconds, "How long one may be idle") {
      $0.auth.keepalive.seconds = $1
    },
    .reads(
      "auth-keepalive-share-vars", .boolean,
      "Both come to the same: no variable of the request is changed"
    ) { _, _ in },
  ]
}
