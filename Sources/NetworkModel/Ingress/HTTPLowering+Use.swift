import Diagnostics
import NetworkTypes
import Resources

extension HTTPLowering {
  /// Reports annotations that do nothing for the object as it is.
  func checkUse(_ draft: IngressDraft, log: inout DiagnosticLog) {
    let terms = draft.terms
    if terms.redirectsToHTTPS == true, !terms.forcesHTTPS, draft.source.tls.isEmpty,
      let place = terms.place("ssl-redirect")
    {
      terms.report(
        .uselessAnnotation, "`ssl-redirect` has no effect: the object has no `tls`", at: place,
        help: "add `spec.tls`, or write `force-ssl-redirect` if TLS ends ahead of the nodes", &log)
    }
    if terms.forcesHTTPS, draft.source.tls.isEmpty, let place = terms.place("force-ssl-redirect") {
      terms.report(
        .uncertainRedirect, "requests are sent to HTTPS, which nobody serves here", at: place,
        help: "add `spec.tls`; if TLS ends ahead of the nodes, allow this with a reason", &log)
    }
    if let place = terms.place("app-root"), !draft.hasRuleForRoot {
      terms.report(
        .uselessAnnotation, "`app-root` has no effect: no rule of the object is for `/`", at: place,
        help: "add a rule for the path `/`, or write it at the object that has one", &log)
    }
    let redirect = ["permanent-redirect", "temporal-redirect"].first { terms.place($0) != nil }
    guard let redirect else { return }
    for name in ["rewrite-target", "upstream-vhost", "backend-protocol", "affinity"] {
      guard let place = terms.place(name) else { continue }
      terms.report(
        .uselessAnnotation, "`\(name)` has no effect beside `\(redirect)`: no backend is asked",
        at: place, help: "remove one of the two", &log)
    }
  }
}

extension IngressDraft {
  /// Whether a rule of it is for the path `/`.
  fileprivate var hasRuleForRoot: Bool {
    source.rules.contains { rule in
      rule.paths.contains { path in ["", "/"].contains(path.path?.value ?? "") }
    }
  }
}
