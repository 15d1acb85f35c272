import Diagnostics
import NetworkTypes
import Resources

extension HTTPLowering {
  /// The default backend of an object answers for its hosts where no path does; that of an object
  /// without rules answers for every host that nobody has.
  mutating func addFallback(_ draft: IngressDraft, log: inout DiagnosticLog) {
    guard let backend = draft.source.defaultBackend else {
      return draft.source.rules.forEach { reportMissingFallback($0, draft, log: &log) }
    }
    let origin = draft.origin(at: backend.range)
    let rule = RuleDraft(
      match: .prefix(.root), type: .prefix, action: action(backend, draft, origin, log: &log),
      policy: draft.policy, redirect: redirect(draft), origin: origin)
    var patterns: [HostPattern] = []
    for rule in draft.source.rules where !patterns.contains(HostPattern(rule.host)) {
      patterns.append(HostPattern(rule.host))
    }
    for pattern in draft.source.rules.isEmpty ? [.any] : patterns {
      claimFallback(rule, of: pattern, draft, log: &log)
    }
  }

  private mutating func claimFallback(
    _ rule: RuleDraft, of pattern: HostPattern, _ draft: IngressDraft, log: inout DiagnosticLog
  ) {
    var host = hosts.removeValue(forKey: pattern) ?? HostDraft(pattern)
    host.addObject(draft.origin)
    if let first = host.fallback {
      log.report(
        .secondDefaultBackend, "host `\(pattern)` has two default backends",
        at: rule.origin.range,
        notes: [Note("\(first.origin.object) has the other one", at: first.origin.range)],
        help: "keep one, or write a rule for the path `/`", object: draft.origin.object)
    } else {
      host.fallback = rule
    }
    hosts[pattern] = host
  }

  /// A rule without paths leads to the default backend, which must be there.
  private func reportMissingFallback(
    _ rule: IngressRule, _ draft: IngressDraft, log: inout DiagnosticLog
  ) {
    guard rule.paths.isEmpty, settings.defaultBackend == nil else { return }
    log.report(
      .unservedHost, "host `\(HostPattern(rule.host))` has no path and no default backend: 404",
      at: rule.host?.range ?? rule.range, help: "add `http.paths`, or `spec.defaultBackend`",
      object: draft.origin.object)
  }
}
