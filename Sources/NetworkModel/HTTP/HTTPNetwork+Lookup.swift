import Diagnostics
package import NetworkTypes

extension HTTPNetwork {
  /// Every rule, those for what nothing matches included, in order.
  package var allRules: [HTTPRule] { hosts.flatMap { $0.rules + [$0.fallback] } + [fallback] }

  /// The rule for a request: the definition of what all of this means.
  ///
  /// `host` is lower case without a port; `path` is decoded and resolved.
  package func rule(host: String, path: HTTPPath, matches: (PathRegex, HTTPPath) -> Bool)
    -> HTTPRule
  {
    guard let server = self.host(for: host) else { return fallback }
    return server.rules.first { $0.match.path.matches(path, matches) } ?? server.fallback
  }

  /// The host whose pattern is the most exact one.
  package func host(for name: String) -> VirtualHost? {
    let own = hosts.filter { host in
      host.pattern.matches(name) || host.aliases.contains { $0.value.matches(name) }
    }
    return own.min { left, right in
      func rank(_ host: VirtualHost) -> HostPattern {
        ([host.pattern] + host.aliases.map(\.value)).filter { $0.matches(name) }.min() ?? .any
      }
      return rank(left) < rank(right)
    }
  }
}

extension HTTPRule {
  /// All backends that may get a request.
  package var backends: [HTTPBackend] {
    guard case .forward(let backends) = action else { return [] }
    return backends.map(\.backend) + (canary.map { [$0.backend] } ?? [])
  }
}

extension PathMatch {
  /// Whether a path is meant; `expression` says so of expressions.
  package func matches(_ path: HTTPPath, _ expression: (PathRegex, HTTPPath) -> Bool) -> Bool {
    switch self {
    case .exact(let own): own == path
    case .prefix(let own): own.isPrefix(of: path)
    case .expression(let regex): expression(regex, path)
    }
  }
}
