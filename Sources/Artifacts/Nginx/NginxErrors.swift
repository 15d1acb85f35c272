import NetworkTypes
import Planning

/// Answers of another backend in place of a backend's errors.
struct NginxErrors {
  let plan: HTTPPlan

  static func place(_ position: Int) -> NginxArgument {
    .joined(.word("@netc_errors_"), .number(position))
  }

  /// In a location of the policy.
  func use(_ position: Int) -> [NginxDirective] {
    let policy = plan.policies[position]
    let statuses = replaced(policy)
    guard policy.errorTarget != nil, !statuses.isEmpty else { return [] }
    return [
      NginxDirective(
        policy.backend.isGRPC ? "grpc_intercept_errors" : "proxy_intercept_errors", .word("on")),
      NginxDirective(
        "error_page",
        statuses.map { .number($0) } + [.word("="), Self.place(position)]),
    ]
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
  func location(_ position: Int) -> [NginxDirective] {
    let policy = plan.policies[position]
    guard let target = policy.errorTarget else { return [] }
    var headers = NginxHeaders.common
    headers.set("X-Code", .word("$status"))
    headers.set("X-Format", .word("$http_accept"))
    headers.set("X-Original-URI", .word("$request_uri"))
    headers.set("Content-Length", .word("\"\""))
    return [
      NginxDirective(
        "location", [Self.place(position)],
        block: [
          NginxDirective("proxy_method", .word("GET")),
          NginxDirective("proxy_pass_request_body", .word("off")),
          NginxDirective("proxy_intercept_errors", .word("off")),
        ] + headers.directives(isGRPC: false) + [
          NginxDirective("rewrite", .word("^"), .word("/"), .word("break"))
        ] + NginxPass(plan: plan, scheme: .http).directives(.one(target)))
    ]
  }
}
