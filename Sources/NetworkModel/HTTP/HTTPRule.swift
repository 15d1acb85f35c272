package import NetworkTypes

/// One path of a host, with what becomes of its requests.
package struct HTTPRule: Sendable {
  package let match: HTTPMatch
  package let action: HTTPAction
  package let policy: Index<HTTPPolicy>
  /// Another version that gets a part of the requests; only where `action` forwards.
  package let canary: Canary?
  /// Plain requests are sent to HTTPS with 308, whatever the action; then the host has a
  /// certificate, or TLS ends before the nodes.
  package let redirectsToHTTPS: Bool
  package let origin: HTTPOrigin
}

/// What a request must look like.
package struct HTTPMatch: Sendable {
  package let path: PathMatch
}

package enum PathMatch: Hashable, Sendable {
  /// This path and no other; `/foo/` is not `/foo`.
  case exact(HTTPPath)
  /// This path and all below it, element by element; has no slash at its end but for the root.
  case prefix(HTTPPath)
  /// The whole path matches the expression, in its case.
  case expression(PathRegex)

  /// The bytes by whose number rules are ordered.
  package var literalBytes: [UInt8] {
    switch self {
    case .exact(let path), .prefix(let path): path.bytes
    case .expression(let regex): Array(regex.literalPrefix.utf8)
    }
  }
}

/// What becomes of a request that matches.
package enum HTTPAction: Sendable {
  /// To one of the backends, by weight; never empty.
  case forward([WeightedBackend])
  case redirect(HTTPRedirect)
  /// An answer without a body: 404 where nothing is configured, 503 where nobody can answer.
  case respond(status: Int)
}

package struct WeightedBackend: Sendable {
  /// 1 and more.
  package let weight: Int
  package let backend: HTTPBackend
}

package enum HTTPBackend: Hashable, Sendable {
  case upstream(Index<HTTPUpstream>)
  /// A host outside the cluster, of an ExternalName Service; its address is asked for at run time.
  case external(DNSSubdomain, port: Port)
  /// The Service, its port or its endpoints are missing: 503.
  case unusable
}

/// A port of a Service that rules lead to.
package struct HTTPUpstream: Hashable, Sendable {
  package let service: Index<Service>
  /// The index of the Service's ports.
  package let port: Int
}

/// `Location` of an answer; the status is 301, 302, 303, 307 or 308.
package struct HTTPRedirect: Hashable, Sendable {
  package let status: Int
  package let location: URLTemplate
}

/// Who gets the canary version: the header decides, else the cookie, else chance.
package struct Canary: Sendable {
  package let backend: HTTPBackend
  package let header: HTTPToken?
  /// Nil: `always` and `never` decide. Else a value that fits means the canary, and nothing else
  /// means anything.
  package let headerMatch: CanaryMatch?
  package let cookie: HTTPToken?
  /// 0 to `weightTotal`.
  package let weight: Int
  package let weightTotal: Int
  package let origin: HTTPOrigin
}
