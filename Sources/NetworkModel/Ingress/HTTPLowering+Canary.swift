import Diagnostics
import NetworkTypes
import Resources

extension HTTPLowering {
  /// Joins the canaries with the rules of the same host and path.
  mutating func addCanaries(log: inout DiagnosticLog) {
    for draft in canaries {
      for rule in draft.source.rules {
        let pattern = HostPattern(rule.host)
        var host = hosts.removeValue(forKey: pattern)
        for path in rule.paths {
          guard let match = match(path, draft, log: &log) else { continue }
          let origin = draft.origin(at: path.path?.range ?? path.range)
          let backend = backends.resolve(path.backend, origin, log: &log)
          let canary = Canary(draft.terms.canary, backend, origin)
          guard host?.join(canary, to: match, log: &log) ?? false else {
            report(unjoined: origin, match, pattern, log: &log)
            continue
          }
        }
        if let host { hosts[pattern] = host }
      }
    }
  }

  private func report(
    unjoined origin: HTTPOrigin, _ match: PathMatch, _ pattern: HostPattern,
    log: inout DiagnosticLog
  ) {
    log.report(
      .lonelyCanary,
      "no other object serves `\(match.shownPath)` of host `\(pattern)`: the canary is not used",
      at: origin.range, help: "a canary has the same host, path and type as the rule it belongs to",
      object: origin.object)
  }
}

extension HostDraft {
  /// False where no rule has the path.
  fileprivate mutating func join(
    _ canary: Canary, to match: PathMatch, log: inout DiagnosticLog
  ) -> Bool {
    guard let position = positions[match] else { return false }
    if let first = rules[position].canary {
      log.report(
        .duplicatePath, "`\(match.shownPath)` of host `\(pattern)` has two canaries",
        at: canary.origin.range,
        notes: [Note("\(first.origin.object) has it here", at: first.origin.range)],
        help: "a rule has one canary: remove one of the two", object: canary.origin.object)
    } else {
      rules[position].canary = canary
    }
    return true
  }
}

extension Canary {
  fileprivate init(_ terms: CanaryTerms, _ backend: HTTPBackend, _ origin: HTTPOrigin) {
    self.init(
      backend: backend, header: terms.header, headerMatch: terms.headerMatch,
      cookie: terms.cookie, weight: terms.weight, weightTotal: terms.weightTotal, origin: origin)
  }
}
