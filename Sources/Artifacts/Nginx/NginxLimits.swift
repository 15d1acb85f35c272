import NetworkTypes
import Planning

/// How often a client may ask, and how fast it is answered.
struct NginxLimits {
  /// Some 80,000 clients of a zone (ngx_http_limit_req_module: 64 bytes a state of IPv4).
  private static let zoneMegabytes = 5

  let policy: HTTPLimitsPlan
  let position: Int

  private var hasKey: Bool {
    policy.requestsPerSecond != nil || policy.requestsPerMinute != nil
      || policy.connections != nil
  }

  private func zone(_ word: StaticString) -> NginxArgument {
    .joined(.word("zone="), .word(word), .word("_"), .number(position))
  }

  // MARK: Definitions

  var definitions: [NginxDirective] {
    guard hasKey else { return [] }
    var directives = exemptions
    if let rate = policy.requestsPerSecond {
      directives.append(requests("netc_per_second", rate, "r/s"))
    }
    if let rate = policy.requestsPerMinute {
      directives.append(requests("netc_per_minute", rate, "r/m"))
    }
    if policy.connections != nil {
      directives.append(
        NginxDirective(
          "limit_conn_zone", key,
          .joined(zone("netc_connections"), .word(":"), .number(Self.zoneMegabytes, "m"))))
    }
    return directives
  }

  private func requests(
    _ word: StaticString, _ rate: Int, _ unit: StaticString
  ) -> NginxDirective {
    NginxDirective(
      "limit_req_zone", key,
      .joined(zone(word), .word(":"), .number(Self.zoneMegabytes, "m")),
      .joined(.word("rate="), .number(rate, unit)))
  }

  /// What clients are told apart by; nothing, for those that no limit holds for.
  private var key: NginxArgument {
    policy.exemptSources.isEmpty
      ? .word("$binary_remote_addr") : .variable(NginxVariable(own: "client", position))
  }

  private var exemptions: [NginxDirective] {
    guard !policy.exemptSources.isEmpty else { return [] }
    let isExempt = NginxVariable(own: "exempt", position)
    return [
      NginxDirective(
        "geo", [.variable(isExempt)],
        block: [.entry(.word("default"), .number(0))]
          + policy.exemptSources.map { .entry(.token($0), .number(1)) }),
      NginxDirective(
        "map", [.variable(isExempt), .variable(NginxVariable(own: "client", position))],
        block: [
          .entry(.word("default"), .word("\"\"")),
          .entry(.number(0), .word("$binary_remote_addr")),
        ]),
    ]
  }

  // MARK: Use

  var directives: [NginxDirective] {
    var directives: [NginxDirective] = []
    if let rate = policy.requestsPerSecond { directives.append(request("netc_per_second", rate)) }
    if let rate = policy.requestsPerMinute { directives.append(request("netc_per_minute", rate)) }
    if let count = policy.connections {
      directives.append(
        NginxDirective(
          "limit_conn", .joined(.word("netc_connections_"), .number(position)), .number(count)))
    }
    if policy.answerBytesPerSecond > 0 {
      directives.append(NginxDirective("limit_rate", .number(policy.answerBytesPerSecond)))
      directives.append(NginxDirective("limit_rate_after", .number(policy.answerBytesBeforeLimit)))
    }
    return directives
  }

  private func request(_ word: StaticString, _ rate: Int) -> NginxDirective {
    NginxDirective(
      "limit_req", zone(word), .joined(.word("burst="), .number(rate * policy.burstMultiplier)),
      .word("nodelay"))
  }
}
