import NetworkTypes
import Planning

/// Answers of another backend in place of a backend's errors.
struct NginxErrors {
  let plan: HTTPPlan

  /// One for each status: the backend is told which it was, and nginx forgets it on the way.
  static func place(_ position: Int, _ status: Int) -> NginxArgument {
    .joined(.word("@netc_errors_"), .number(position), .word("_"), .number(status))
  }

  /// In a location of the policy.
  func use(_ position: Int) -> [NginxDirective] {
    let policy = plan.policies[position]
    let statuses = replaced(policy)
    guard policy.errorTarget != nil, !statuses.isEmpty else { return [] }
    return [
      NginxDirective(
        policy.backend.isGRPC ? "grpc_intercept_errors" : "proxy_intercept_errors", .word("on"))
    ]
      + statuses.map {
        NginxDirective("error_page", .number($0), .word("="), Self.place(position, $0))
      }
  }

  /// Where another server decides who may ask, its refusals are never replaced by a backend's
  /// answer (CVE-2026-24513).
  private func replaced(_ policy: HTTPPolicyPlan) -> [Int] {
    guard policy.externalAuth != nil || policy.basicAuth != nil else {
      return policy.interceptedStatuses
    }
    return policy.interceptedStatuses.filter { $0 != 401 && $0 != 403 }
  }

  /// On the level of the server.
  func locations(_ position: Int) -> [NginxDirective] {
    let policy = plan.policies[position]
    guard let target = policy.errorTarget else { return [] }
    // 503 is also the answer where nobody can give one.
    return Set(replaced(policy) + [503]).sorted().map { location(position, $0, target) }
  }

  private func location(
    _ position: Int, _ status: Int, _ target: HTTPTargetPlan
  ) -> NginxDirective {
    var headers = NginxHeaders.common(plan.settings)
    headers.set("X-Code", .number(status))
    headers.set("X-Format", .word("$http_accept"))
    headers.set("X-Original-URI", .word("$request_uri"))
    headers.set("Content-Length", .word("\"\""))
    return NginxDirective(
      "location", [Self.place(position, status)],
      block: [
        NginxDirective("proxy_method", .word("GET")),
        NginxDirective("proxy_pass_request_body", .word("off")),
        NginxDirective("proxy_intercept_errors", .word("off")),
      ] + headers.directives(isGRPC: false) + [
        NginxDirective("rewrite", .word("^"), .word("/"), .word("break"))
      ] + NginxPass(plan: plan, scheme: .http).directives(.one(target)))
  }
}
