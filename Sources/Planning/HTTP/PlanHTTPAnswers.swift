import Diagnostics
import NetworkModel
import NetworkTypes

/// Rule → what becomes of its requests.
struct HTTPAnswers {
  /// Whether a request came over HTTP or HTTPS.
  enum Scheme { case plain, secure }

  private let scheme: Scheme
  /// Whether the host is served over TLS by the nodes themselves.
  private let hasCertificate: Bool

  init(_ scheme: Scheme, hasCertificate: Bool) {
    self.scheme = scheme
    self.hasCertificate = hasCertificate
  }

  /// - Parameter isChallenge: The request proves to a certificate authority whose the name is
  ///   (RFC 8555 8.3), which it does over HTTP.
  func answer(
    _ rule: HTTPRule, isChallenge: Bool, _ draft: inout HTTPDraft
  ) -> HTTPAnswerPlan {
    HTTPAnswerPlan(
      policy: draft.position(rule.policy),
      action: action(rule, isChallenge: isChallenge, &draft))
  }

  private func action(
    _ rule: HTTPRule, isChallenge: Bool, _ draft: inout HTTPDraft
  ) -> HTTPActionPlan {
    let redirects = rule.redirectsToHTTPS && scheme == .plain && !isChallenge
    if redirects, hasCertificate { return .redirectToHTTPS }
    switch rule.action {
    case .respond(let status): return .respond(status: status)
    case .redirect(let redirect): return .redirect(status: redirect.status, redirect.location)
    case .forward(let backends):
      let proxy = proxy(rule, backends, &draft)
      return redirects ? .proxyUnlessPlain(proxy) : unlessNobody(proxy)
    }
  }

  private func unlessNobody(_ proxy: HTTPProxyPlan) -> HTTPActionPlan {
    proxy.target == .one(.nobody) ? .respond(status: 503) : .proxy(proxy)
  }

  private func proxy(
    _ rule: HTTPRule, _ backends: [WeightedBackend], _ draft: inout HTTPDraft
  ) -> HTTPProxyPlan {
    HTTPProxyPlan(
      target: target(rule, backends, &draft), rewrite: draft.policy(rule.policy).rewrite)
  }

  private func target(
    _ rule: HTTPRule, _ backends: [WeightedBackend], _ draft: inout HTTPDraft
  ) -> HTTPProxyPlan.Target {
    let policy = draft.policy(rule.policy)
    let balance = HTTPBalancePlan(policy)
    let weighted = backends.map { backend in
      (
        weight: backend.weight,
        target: draft.target(
          backend.backend, balance: balance, usesServiceAddress: policy.usesServiceAddress)
      )
    }
    guard weighted.count > 1 || rule.canary != nil else { return .one(weighted[0].target) }
    let canary = rule.canary.map { canary in
      (
        canary,
        draft.target(
          canary.backend, balance: balance, usesServiceAddress: policy.usesServiceAddress)
      )
    }
    let cookie = policy.cookieAffinity.flatMap { $0.keepsVersion ? $0.cookie : nil }
    return .choice(draft.position(of: HTTPChoicePlan(weighted, canary, cookie: cookie)))
  }
}

extension HTTPChoicePlan {
  private static let whole = 10_000

  /// The canary takes its weight from all others, which share the rest by theirs.
  fileprivate init(
    _ weighted: [(weight: Int, target: HTTPTargetPlan)],
    _ canary: (rule: NetworkModel.Canary, target: HTTPTargetPlan)?, cookie: HTTPToken?
  ) {
    var shares: [Share] = []
    var left = Self.whole
    if let canary {
      let parts = Self.whole * canary.rule.weight / max(canary.rule.weightTotal, 1)
      if parts > 0 { shares.append(Share(parts: min(parts, left), target: canary.target)) }
      left -= min(parts, left)
    }
    let total = weighted.reduce(0) { $0 + $1.weight }
    let rest = left
    for (position, backend) in weighted.enumerated() where left > 0 {
      let isLast = position == weighted.count - 1
      let parts = isLast ? left : rest * backend.weight / max(total, 1)
      if parts > 0 { shares.append(Share(parts: parts, target: backend.target)) }
      left -= parts
    }
    self.shares = shares
    self.cookie = cookie
    self.canary = canary.flatMap { canary in
      canary.rule.header == nil && canary.rule.cookie == nil
        ? nil
        : Canary(
          target: canary.target, header: canary.rule.header,
          headerMatch: canary.rule.headerMatch, cookie: canary.rule.cookie,
          otherwise: weighted[0].target)
    }
  }
}

extension HTTPBalancePlan {
  init(_ policy: HTTPPolicy) {
    if let cookie = policy.cookieAffinity {
      self = .cookie(cookie.cookie)
      return
    }
    switch policy.balance {
    case .roundRobin: self = .roundRobin
    case .leastConnections: self = .leastConnections
    case .clientAddress: self = .clientAddress
    case .hash(let parts): self = .hash(parts.map(HTTPHashPlan.init))
    }
  }
}

extension HTTPHashPlan {
  fileprivate init(_ part: HashPart) {
    switch part {
    case .literal(let text): self = .literal(text)
    case .requestURI: self = .requestURI
    case .uri: self = .uri
    case .host: self = .host
    case .remoteAddress: self = .remoteAddress
    case .query: self = .query
    case .header(let name): self = .header(name)
    case .cookie(let name): self = .cookie(name)
    case .parameter(let name): self = .parameter(name)
    }
  }
}
