import NetworkTypes
import Planning

/// Answers of another server that are kept (ngx_http_proxy_module).
enum NginxAuthCache {
  /// In nginx.conf: ingress-nginx' cache, at half its size, since it lies in memory. nginx makes
  /// the folder, for its workers alone: the keys in it are as good as passwords.
  static func zone(_ plan: HTTPPlan) -> [NginxDirective] {
    guard plan.policies.contains(where: { $0.externalAuth?.cache != nil }) else { return [] }
    return [
      NginxDirective(
        "proxy_cache_path", .word("/run/netc-nginx.cache"), .word("levels=1:2"),
        .word("keys_zone=netc_auth:10m"), .word("max_size=64m"), .word("inactive=30m"),
        .word("use_temp_path=off"))
    ]
  }

  /// In the location of the question. What tells clients apart stands behind what no client can
  /// write: the object with its question, the server and the location.
  static func directives(_ cache: HTTPAuthCachePlan) -> [NginxDirective] {
    let place: [NginxValue.Part] = [
      .text("\(cache.scope) "), .variable(NginxVariable("server_name")), .text(" "),
      .variable(.authPlace), .text(" "),
    ]
    return [
      NginxDirective("proxy_cache", .word("netc_auth")),
      NginxDirective("proxy_cache_key", .value(.checked(place + cache.key.nginxParts))),
      NginxDirective("proxy_buffering", .word("on")),
    ] + cache.durations.map(duration)
  }

  private static func duration(_ duration: CacheDuration) -> NginxDirective {
    let answers: [NginxArgument] =
      switch duration.answers {
      case .usual: []
      case .any: [.word("any")]
      case .statuses(let statuses): statuses.map { .number($0) }
      }
    return NginxDirective("proxy_cache_valid", answers + [.number(duration.seconds, "s")])
  }
}
