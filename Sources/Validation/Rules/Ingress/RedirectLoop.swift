import Diagnostics
import NetworkModel
import NetworkTypes

enum RedirectLoop: ValidationRule {
  static let page = DiagnosticPage(
    727, .error, "A redirect that leads back to itself",
    explanation: """
      The place that requests are sent to is served by a rule that sends them on, and in the end
      back to where they came from: browsers give up. `app-root` may not be `/` for the same
      reason.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: old
          annotations:
            nginx.ingress.kubernetes.io/permanent-redirect: "https://shop.example/new"
        spec:
          ingressClassName: nginx
          rules:
            - host: shop.example
              http:
                paths:
                  - path: /
                    #     ^ NC0727
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: old
          annotations:
            nginx.ingress.kubernetes.io/permanent-redirect: "https://new.example/"
        spec:
          ingressClassName: nginx
          rules:
            - host: shop.example
              http:
                paths:
                  - path: /
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    var walk = RedirectWalk(network.http)
    for host in network.http.hosts {
      for rule in host.rules + [host.fallback] {
        guard case .redirect = rule.action, let end = walk.loop(from: rule, of: host) else {
          continue
        }
        log.report(
          page, "requests that are sent to \(end.text) come back", at: rule.origin.range,
          notes: end.notes, help: "send them to a place that a backend answers for",
          object: rule.origin.object)
      }
    }
  }
}

/// Follows redirects from rule to rule.
private struct RedirectWalk {
  /// Browsers follow about twenty.
  private static let maximumSteps = 20
  /// By its name, `*.` before it for a wildcard; also by names that are sent on to it.
  private let byName: [String: VirtualHost]
  /// What may stand behind a host's name in a URL that leads here, by scheme.
  private let ports: [(scheme: String, ports: Set<String>)]
  /// Of the hosts that a redirect has led to; looked up, never walked.
  private var indices: [HostPattern: PathIndex] = [:]

  init(_ http: HTTPNetwork) {
    var byName: [String: VirtualHost] = [:]
    for host in http.hosts {
      for name in host.aliases + (host.redirectedName.map { [$0] } ?? []) {
        byName["\(name.value)"] = host
      }
      byName["\(host.pattern)"] = host
    }
    self.byName = byName
    ports = [
      ("https://", ["", "443", "\(http.settings.httpsPort.value)"]),
      ("http://", ["", "80", "\(http.settings.httpPort.value)"]),
    ]
  }

  /// Who serves a name. Whether names that nobody has lead here is not known.
  private func host(named name: String) -> VirtualHost? {
    if let exact = byName[name] { return exact }
    guard let dot = name.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
    return byName["*\(name[dot...])"]
  }

  /// Where it goes and whom it passes; nil where somebody answers, or where nobody can say.
  mutating func loop(from start: HTTPRule, of host: VirtualHost) -> (text: String, notes: [Note])? {
    var (host, rule) = (host, start)
    var name = "\(host.pattern)"
    var path = start.probe
    var notes: [Note] = []
    for _ in 0..<Self.maximumSteps {
      guard case .redirect(let redirect) = rule.action, let known = path,
        let next = redirect.location.target(host: name, path: known, ports: ports),
        let wanted = next.path, let server = next.host == name ? host : self.host(named: next.host)
      else { return nil }
      (name, path, host) = (next.host, wanted, server)
      let index = indices[host.pattern] ?? PathIndex(host.rules)
      indices[host.pattern] = index
      guard !index.hasExpressions else { return nil }
      rule = index.position(of: wanted).map { host.rules[$0] } ?? host.fallback
      // Where a path is served twice over, as with `app-root`, two rules have one place.
      if case .redirect = rule.action, rule.origin.range == start.origin.range {
        return ("`\(name)\(wanted.text)`", notes)
      }
      notes.append(Note("by way of this rule", at: rule.origin.range))
    }
    return nil
  }
}

/// Finds the rule for a path without a look at each.
private struct PathIndex {
  private var exact: [[UInt8]: Int] = [:]
  private var prefixes: [[UInt8]: Int] = [:]
  private(set) var hasExpressions = false

  init(_ rules: [HTTPRule]) {
    for (position, rule) in rules.enumerated() {
      switch rule.match.path {
      case .exact(let path): exact[path.bytes] = exact[path.bytes] ?? position
      case .prefix(let path): prefixes[path.bytes] = prefixes[path.bytes] ?? position
      case .expression: hasExpressions = true
      }
    }
  }

  func position(of path: HTTPPath) -> Int? {
    if let found = exact[path.bytes] { return found }
    var rest = path.withoutFinalSlash.bytes[...]
    while !rest.isEmpty {
      if let found = prefixes[Array(rest)] { return found }
      let slash = rest.lastIndex(of: UInt8(ascii: "/")) ?? rest.startIndex
      rest = rest[..<slash]
    }
    return prefixes[HTTPPath.root.bytes]
  }
}

extension HTTPRule {
  /// A path that it is for.
  fileprivate var probe: HTTPPath? {
    switch match.path {
    case .exact(let path), .prefix(let path): path
    case .expression: nil
    }
  }
}

extension URLTemplate {
  /// The host and the path it means for a request; nil where that is more than literal text.
  fileprivate func target(
    host: String, path: HTTPPath, ports: [(scheme: String, ports: Set<String>)]
  ) -> (host: String, path: HTTPPath?)? {
    var text = ""
    for part in parts {
      switch part {
      case .literal(let literal): text += literal
      case .variable(.scheme): text += "https"
      case .variable(.host), .variable(.httpHost): text += host
      case .variable(.requestURI): text += path.text
      case .variable(.escapedRequestURI): return nil
      }
    }
    guard let (scheme, ports) = ports.first(where: { text.hasPrefix($0.scheme) }) else {
      return (host, Self.path(text))
    }
    let rest = text.dropFirst(scheme.utf8.count)
    let end = rest.utf8.firstIndex { "/?#".utf8.contains($0) } ?? rest.endIndex
    let colon = rest[..<end].utf8.firstIndex(of: UInt8(ascii: ":")) ?? end
    guard ports.contains(String(rest[colon..<end].dropFirst())) else { return nil }
    return (rest[..<colon].lowercased(), Self.path(String(rest[end...])))
  }

  private static func path(_ text: String) -> HTTPPath? {
    let path = text.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    do throws(HTTPPathError) {
      return try HTTPPath(parsing: path.isEmpty ? "/" : String(Substring(path)))
    } catch {
      return nil
    }
  }
}
