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
}

struct CookieTerms: Sendable {
  var isOn = false
  var name: HTTPToken?
  var path: HTTPPath?
  var domain: DNSSubdomain?
  var maximumAgeSeconds: Int?
  var expirySeconds: Int?
  var sameSite: CookieAffinity.SameSite?
  var isSecure = false
}

struct CanaryTerms: Sendable {
  var isOn = false
  var header: HTTPToken?
  var headerMatch: CanaryMatch?
  var cookie: HTTPToken?
  var weight = 0
  var weightTotal = 100
}
