import Diagnostics
import NetworkTypes
import Resources

/// What the objects say about one host, while it is being gathered.
struct HostDraft {
  let pattern: HostPattern
  var rules: [RuleDraft] = []
  /// The index in `rules` of each path.
  var positions: [PathMatch: Int] = [:]
  var fallback: RuleDraft?
  var objects: [HTTPOrigin] = []
  var certificate: CertificateDraft?
  var aliases: [Located<HostPattern>] = []
  /// Where `from-to-www-redirect` is set, and of which object.
  var wwwRedirect: (range: SourceRange, object: String)?

  init(_ pattern: HostPattern) { self.pattern = pattern }

  mutating func addObject(_ origin: HTTPOrigin) {
    if objects.last?.name != origin.name { objects.append(origin) }
  }
}

/// A rule with numbers in place of final indices.
struct RuleDraft {
  var match: PathMatch
  let type: IngressPathType
  var action: HTTPAction
  let policy: Int
  let redirect: HTTPSRedirect
  var canary: Canary?
  let origin: HTTPOrigin
}

/// When plain requests go to HTTPS.
enum HTTPSRedirect { case always, withCertificate, never }

/// A certificate that a host is to be served with.
struct CertificateDraft {
  let secret: ObjectName
  var places: [CertificatePlace]
}

/// What is known of one Ingress while its rules are read.
struct IngressDraft {
  let source: IngressResource
  let terms: IngressTerms
  let policy: Int

  var origin: HTTPOrigin { terms.policy.origin }
  var namespace: String { source.metadata.namespace }

  func origin(at range: SourceRange) -> HTTPOrigin {
    HTTPOrigin(object: origin.object, name: origin.name, range: range)
  }
}
