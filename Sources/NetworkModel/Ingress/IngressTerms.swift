import Diagnostics
import NetworkTypes
import Resources

/// What the annotations of one Ingress say, before it is combined.
struct IngressTerms: Sendable {
  var policy: HTTPPolicy
  /// Where each annotation that counts is written, by its name without the prefix.
  private(set) var places: [String: SourceRange] = [:]
  var usesExpressions = false
  var redirectsToHTTPS: Bool?
  var forcesHTTPS = false
  var permanentRedirect: URLTemplate?
  var permanentStatus = 301
  var temporalRedirect: URLTemplate?
  var temporalStatus = 302
  var redirectsWWW = false
  var aliases: [HostPattern] = []
  var defaultBackend: DNSSubdomain?
  var auth = AuthTerms()
  var cookie = CookieTerms()
  var enablesCORS = false
  var cors = CrossOrigin()
  var canary = CanaryTerms()

  init(origin: HTTPOrigin) { policy = HTTPPolicy(origin: origin) }

  mutating func note(_ name: String, at range: SourceRange) { places[name] = range }

  func place(_ name: String) -> SourceRange? { places[name] }
}

struct AuthTerms: Sendable {
  var isBasic = false
  var secret: DNSSubdomain?
  var isMap = false
  var realm: HTTPText?
  var url: WrittenAuthURL?
  var method: HTTPToken?
  var signInURL: URLTemplate?
  var redirectParameter: HTTPToken?
  var responseHeaders: [HTTPToken] = []
  /// The ConfigMap with the headers that it is asked with.
  var requestHeaders: ObjectName?
  var requestRedirect: HTTPText?
  var alwaysSetsCookie = false
  var cacheKey: RequestTemplate?
  /// ingress-nginx' default.
  var cacheDurations = [CacheDuration(.statuses([200, 202, 401]), seconds: 300)]
  var keepalive = Keepalive(connections: 0, requests: 1_000, seconds: 60)
}

struct CookieTerms: Sendable {
  var isOn = false
  var name: HTTPToken?
  var path: HTTPPath?
  var domain: DNSSubdomain?
  var maximumAgeSeconds: Int?
  var expirySeconds: Int?
  var sameSite: CookieAffinity.SameSite?
  var isSecure: Bool?
  var keepsVersion = true
}

struct CanaryTerms: Sendable {
  var isOn = false
  var header: HTTPToken?
  var headerValue: HTTPText?
  var headerPattern: HeaderPattern?
  var cookie: HTTPToken?
  var weight = 0
  var weightTotal = 100

  /// A value decides alone, as in ingress-nginx.
  var headerMatch: CanaryMatch? {
    headerValue.map(CanaryMatch.value) ?? headerPattern.map(CanaryMatch.pattern)
  }
}
