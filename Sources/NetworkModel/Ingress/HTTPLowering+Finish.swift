import Diagnostics
import NetworkTypes
import Resources

extension HTTPLowering {
  /// Sorts everything and puts indices where numbers were.
  mutating func finish(on nodes: [NodeDraft], log: inout DiagnosticLog) -> HTTPNetwork {
    let answer = defaultBackend(log: &log).map {
      HTTPAction.forward([WeightedBackend(weight: 1, backend: $0)])
    }
    let own = Self.origin(of: cluster)
    let last = RuleDraft(
      match: .prefix(.root), type: .prefix, action: answer ?? .respond(status: 404), policy: 0,
      redirect: .never, origin: own)
    let (upstreams, order) = backends.finish()
    let patterns = hosts.keys.sorted()
    for pattern in patterns { addAppRoot(pattern) }
    let certificates = certificateUses(patterns)
    let finisher = RuleFinisher(order: order, fallback: last)
    let positions = Dictionary(
      uniqueKeysWithValues: certificates.enumerated().map { ($1.secret, $0) })
    let finished = patterns.compactMap { pattern in
      hosts[pattern].map { host in
        finisher.finish(
          host, certificate: host.certificate.flatMap { positions[$0.secret] }.map { Index($0) })
      }
    }
    return HTTPNetwork(
      settings: HTTPSettings(settings), nodes: servingNodes(nodes),
      listeners: listeners(finished), hosts: finished,
      fallback: finisher.finish(last, hasCertificate: false),
      policies: policies.map(finisher.finish), upstreams: upstreams, certificates: certificates)
  }

  /// Nodes that do not exist are reported by a rule.
  private func servingNodes(_ nodes: [NodeDraft]) -> [Index<Node>] {
    let wanted = Set(settings.nodes.map(\.value))
    return nodes.indices.filter { wanted.contains(nodes[$0].name) }.map { Index($0) }
  }

  private func listeners(_ hosts: [VirtualHost]) -> [HTTPListener] {
    let all = hosts.indices.map { Index<VirtualHost>($0) }
    let plain = HTTPListener(port: settings.httpPort.value, isTLS: false, hosts: all)
    let secure = HTTPListener(
      port: settings.httpsPort.value, isTLS: true,
      hosts: all.filter { hosts[$0.position].certificate != nil })
    return [plain, secure].sorted { $0.port < $1.port }
  }

  /// Gives `/` alone to a redirect, where the rule that it has so far says so (`app-root`).
  private mutating func addAppRoot(_ pattern: HostPattern) {
    guard var rules = hosts[pattern]?.rules,
      let rule = rules.first(where: { $0.match == .exact(.root) })
        ?? rules.first(where: { $0.match == .prefix(.root) }),
      let page = policies[rule.policy].appRoot
    else { return }
    var redirect = rule
    redirect.match = .exact(.root)
    redirect.action = .redirect(HTTPRedirect(status: 302, location: page))
    redirect.canary = nil
    rules.removeAll { $0.match == .exact(.root) }
    hosts[pattern]?.rules = rules + [redirect]
  }

  private func certificateUses(_ patterns: [HostPattern]) -> [CertificateUse] {
    var places: [ObjectName: [CertificatePlace]] = [:]
    for pattern in patterns {
      guard let host = hosts[pattern], let certificate = host.certificate else { continue }
      places[certificate.secret, default: []] += certificate.places + further(host, certificate)
    }
    return places.keys.sorted().map { secret in
      CertificateUse(
        secret: secret,
        places: places[secret, default: []].sorted {
          ($0.object, $0.hostRange) < ($1.object, $1.hostRange)
        })
    }
  }
}

extension HTTPLowering {
  /// The host's other names, which are served with its certificate too.
  private func further(
    _ host: HostDraft, _ certificate: CertificateDraft
  ) -> [CertificatePlace] {
    guard let first = certificate.places.first else { return [] }
    var names = host.aliases.map {
      CertificatePlace(
        object: first.object, range: first.range, host: $0.value, hostRange: $0.range)
    }
    if let redirect = host.wwwRedirect, let other = host.pattern.otherWWW {
      names.append(
        CertificatePlace(
          object: first.object, range: first.range, host: other, hostRange: redirect.range,
          isRedirect: true))
    }
    return names
  }
}

/// Turns drafts into what they stand for.
private struct RuleFinisher {
  /// The position of each number of an upstream.
  let order: [Int]
  let fallback: RuleDraft

  func finish(_ host: HostDraft, certificate: Index<CertificateUse>?) -> VirtualHost {
    let hasCertificate = certificate != nil
    let objects = host.objects.sorted { ($0.name, $0.range) < ($1.name, $1.range) }
    return VirtualHost(
      pattern: host.pattern, aliases: host.aliases.sorted { $0.value < $1.value },
      certificate: certificate,
      rules: host.rules.sorted { $0.match.precedes($1.match) }
        .map { finish($0, hasCertificate: hasCertificate) },
      fallback: finish(host.fallback ?? fallback, hasCertificate: hasCertificate),
      redirectedName: host.wwwRedirect.flatMap { redirect in
        host.pattern.otherWWW.map { Located($0, redirect.range) }
      },
      objects: objects)
  }

  func finish(_ rule: RuleDraft, hasCertificate: Bool) -> HTTPRule {
    HTTPRule(
      match: HTTPMatch(path: rule.match), action: finish(rule.action), policy: Index(rule.policy),
      canary: rule.canary.map(finish),
      redirectsToHTTPS: rule.redirect == .always
        || rule.redirect == .withCertificate && hasCertificate,
      origin: rule.origin)
  }

  private func finish(_ action: HTTPAction) -> HTTPAction {
    guard case .forward(let backends) = action else { return action }
    return .forward(
      backends.map { WeightedBackend(weight: $0.weight, backend: finish($0.backend)) })
  }

  private func finish(_ backend: HTTPBackend) -> HTTPBackend {
    guard case .upstream(let number) = backend else { return backend }
    return .upstream(finish(number))
  }

  private func finish(_ number: Index<HTTPUpstream>) -> Index<HTTPUpstream> {
    Index(order[number.position])
  }

  private func finish(_ canary: Canary) -> Canary {
    Canary(
      backend: finish(canary.backend), header: canary.header, headerMatch: canary.headerMatch,
      cookie: canary.cookie, weight: canary.weight, weightTotal: canary.weightTotal,
      origin: canary.origin)
  }

  func finish(_ policy: HTTPPolicy) -> HTTPPolicy {
    var policy = policy
    policy.errorBackend = policy.errorBackend.map(finish)
    if let auth = policy.externalAuth, case .upstream(let number) = auth.url.value.server {
      var url = auth.url.value
      url.server = .upstream(finish(number))
      policy.externalAuth?.url = Located(url, auth.url.range)
    }
    return policy
  }
}

extension PathMatch {
  /// The order in which rules are tried; see `VirtualHost.rules`.
  func precedes(_ other: PathMatch) -> Bool {
    switch (self, other) {
    case (.exact(let own), .exact(let other)): return own < other
    case (.exact, _): return true
    case (_, .exact): return false
    default: break
    }
    let (own, others) = (literalBytes, other.literalBytes)
    if own.count != others.count { return own.count > others.count }
    switch (self, other) {
    case (.expression(let own), .expression(let other)): return own < other
    case (.expression, _): return true
    case (_, .expression): return false
    default: return own.lexicographicallyPrecedes(others)
    }
  }
}

extension HTTPSettings {
  fileprivate init(_ source: IngressSettings) {
    let strict = source.strictTransport
    self.init(
      className: source.className, nodeNames: source.nodes,
      nginxVersion: source.nginxVersion.value, httpPort: source.httpPort,
      httpsPort: source.httpsPort,
      strictTransport: strict.isEnabled.value
        ? StrictTransport(
          maximumAgeSeconds: strict.maximumAgeSeconds.value,
          includesSubdomains: strict.includesSubdomains.value, preload: strict.preload.value)
        : nil,
      proxyProtocolSources: source.proxyProtocolSources,
      certificatesValidAt: source.certificatesValidAt, logsAccess: source.logsAccess.value,
      makesRequestIDs: source.makesRequestIDs.value)
  }
}
