import Diagnostics
import NetworkTypes
import Resources

extension HTTPLowering {
  mutating func addRules(_ draft: IngressDraft, log: inout DiagnosticLog) {
    for rule in draft.source.rules {
      let pattern = HostPattern(rule.host)
      var host = hosts[pattern] ?? HostDraft(pattern)
      host.addObject(draft.origin(at: rule.host?.range ?? rule.range))
      // The host is taken out while it changes, so that its rules are not copied.
      hosts[pattern] = nil
      for path in rule.paths {
        guard let match = match(path, draft, log: &log) else { continue }
        let origin = draft.origin(at: path.path?.range ?? path.range)
        let action = action(path.backend, draft, origin, log: &log)
        let rule = RuleDraft(
          match: match, type: path.type.value, action: action, policy: draft.policy,
          redirect: redirect(draft), origin: origin)
        host.claim(rule, log: &log)
      }
      addNames(to: &host, draft, log: &log)
      hosts[pattern] = host
    }
  }

  /// Aliases and the other name, which hold for the hosts of the object.
  private func addNames(to host: inout HostDraft, _ draft: IngressDraft, log: inout DiagnosticLog) {
    if draft.terms.redirectsWWW, let place = draft.terms.place("from-to-www-redirect") {
      host.wwwRedirect = host.wwwRedirect ?? (place, draft.origin.object)
    }
    guard let place = draft.terms.place("server-alias") else { return }
    host.aliases += draft.terms.aliases.filter { alias in
      !host.aliases.contains { $0.value == alias }
    }.map { Located($0, place) }
  }

  /// What becomes of the requests of a path, or of the default backend.
  mutating func action(
    _ backend: IngressBackend, _ draft: IngressDraft, _ origin: HTTPOrigin,
    log: inout DiagnosticLog
  ) -> HTTPAction {
    let terms = draft.terms
    if let location = terms.permanentRedirect {
      return .redirect(HTTPRedirect(status: terms.permanentStatus, location: location))
    }
    if let location = terms.temporalRedirect {
      return .redirect(HTTPRedirect(status: terms.temporalStatus, location: location))
    }
    let found = backends.resolve(backend, origin, log: &log)
    return .forward([WeightedBackend(weight: 1, backend: found)])
  }

  func redirect(_ draft: IngressDraft) -> HTTPSRedirect {
    if draft.terms.forcesHTTPS { return .always }
    return draft.terms.redirectsToHTTPS ?? settings.httpsRedirect.value
      ? .withCertificate : .never
  }

  /// Nil for a path that no request has, which is reported.
  func match(
    _ path: IngressPath, _ draft: IngressDraft, log: inout DiagnosticLog
  ) -> PathMatch? {
    guard let written = path.path else { return .prefix(.root) }
    let isExpression = PathRegex.isExpression(written.value) && takesExpressions(draft.terms)
    switch path.type.value {
    case .exact: break
    case .prefix:
      guard isExpression else { break }
      log.report(
        .expressionInPrefix,
        "an expression stands in a path of type Prefix: it is taken as one here",
        at: written.range, help: "write `pathType: ImplementationSpecific`",
        object: draft.origin.object)
      return expression(written, draft, log: &log)
    case .implementationSpecific:
      if isExpression { return expression(written, draft, log: &log) }
      if written.value.isEmpty { return .prefix(.root) }
    }
    return plain(written, isExact: path.type.value == .exact, draft, log: &log)
  }

  private func takesExpressions(_ terms: IngressTerms) -> Bool {
    terms.usesExpressions || (terms.policy.rewrite?.highestCapture ?? 0) > 0
  }

  private func plain(
    _ written: Located<String>, isExact: Bool, _ draft: IngressDraft, log: inout DiagnosticLog
  ) -> PathMatch? {
    do throws(HTTPPathError) {
      let path = try HTTPPath(parsing: written.value)
      checkCaptures(0, written, draft, log: &log)
      return isExact ? .exact(path) : .prefix(path.withoutFinalSlash)
    } catch {
      let expression = PathRegex.isExpression(written.value) && error.isHarmless && !isExact
      log.report(
        error.isHarmless ? .unmatchablePath : .refusedPath,
        "\(quoted(written.value)): \(error.message)", at: written.range,
        help: expression
          ? "an expression needs the annotation `\(IngressAnnotation.prefix)use-regex: \"true\"`"
          : error.help,
        object: draft.origin.object)
      return nil
    }
  }

  private func expression(
    _ written: Located<String>, _ draft: IngressDraft, log: inout DiagnosticLog
  ) -> PathMatch? {
    do throws(PathRegexError) {
      let regex = try PathRegex(parsing: written.value)
      checkCaptures(regex.captureCount, written, draft, log: &log)
      guard let problem = Self.unmatchable(regex) else { return .expression(regex) }
      log.report(
        .unmatchablePath, "\(quoted(written.value)): \(problem.message)", at: written.range,
        help: problem.help, object: draft.origin.object)
      return nil
    } catch {
      log.report(
        .refusedExpression, "\(quoted(written.value)): \(error.message)", at: written.range,
        help: "docs/Ingress.md says what an expression may hold", object: draft.origin.object)
      return nil
    }
  }

  /// Why no path begins as the expression does.
  private static func unmatchable(_ regex: PathRegex) -> HTTPPathError? {
    if regex.literalPrefix.contains("//") { return .emptyElement }
    return ["/./", "/../"].contains { regex.literalPrefix.contains($0) } ? .dotElement : nil
  }

  /// Reports a rewrite to what no group of the path captures.
  private func checkCaptures(
    _ count: Int, _ path: Located<String>, _ draft: IngressDraft, log: inout DiagnosticLog
  ) {
    guard let rewrite = draft.terms.policy.rewrite, rewrite.highestCapture > count,
      let place = draft.terms.place("rewrite-target")
    else { return }
    log.report(
      .missingCapture,
      "`$\(rewrite.highestCapture)` stands for a group, and \(quoted(path.value)) has "
        + (count == 0 ? "none" : "\(count)"),
      at: place, notes: [Note("the path is here", at: path.range)],
      help: "put the part that is meant in brackets, as `/app(/|$)(.*)` with `/$2`, and write "
        + "`pathType: ImplementationSpecific`",
      object: draft.origin.object)
  }
}

extension HTTPPathError {
  fileprivate var help: String? {
    switch self {
    case .notAbsolute: "write a path that begins with `/`"
    case .tooLong: "shorten it"
    case .badByte(let byte) where byte > 0x20 && byte < 0x7F:
      "write it as `%\(String(byte, radix: 16, uppercase: true))`"
    case .badByte(0x20): "write it as `%20`"
    case .badByte: "write it percent-encoded, in UTF-8"
    case .badEscape: "write `%25` for a `%`"
    case .endOfPath: "rules look at the path alone, not at the query behind it"
    case .encodedSlash, .emptyElement, .dotElement: "write the path as it is when resolved"
    case .unprintable: "name the path without such characters"
    }
  }
}

extension HostPattern {
  /// The host of a rule, which the reader has checked; nil: any.
  init(_ written: Located<String>?) {
    guard let text = written?.value else {
      self = .any
      return
    }
    self =
      text.hasPrefix("*.")
      ? .oneLabel(DNSSubdomain(checked: String(text.dropFirst(2))))
      : .exact(DNSSubdomain(checked: text))
  }
}

extension HostDraft {
  /// Adds a rule unless its path is taken, which is reported at both places.
  mutating func claim(_ rule: RuleDraft, log: inout DiagnosticLog) {
    guard let position = positions[rule.match] else {
      positions[rule.match] = rules.count
      rules.append(rule)
      return
    }
    let first = rules[position]
    let name = "\(pattern)"
    let path = rule.match.shownPath
    guard first.type != rule.type else {
      log.report(
        .duplicatePath, "`\(path)` of host `\(name)` is served twice", at: rule.origin.range,
        notes: [Note("\(first.origin.object) has it here", at: first.origin.range)],
        help: "a path of a host has one backend: remove one of the two",
        object: rule.origin.object)
      return
    }
    // `Prefix` and `ImplementationSpecific` mean the same here; the stated meaning wins.
    let (kept, lost) = first.type == .prefix ? (first, rule) : (rule, first)
    rules[position] = kept
    log.report(
      .shadowedRule, "`\(path)` of host `\(name)` is never reached: a Prefix path has the requests",
      at: lost.origin.range,
      notes: [Note("\(kept.origin.object) has it here", at: kept.origin.range)],
      help: "ImplementationSpecific means Prefix here: remove one of the two",
      object: lost.origin.object)
  }
}

extension PathMatch {
  /// As it may stand in a message.
  var shownPath: String {
    switch self {
    case .exact(let path), .prefix(let path): shown(path.text)
    case .expression(let regex): shown(regex.text)
    }
  }
}
