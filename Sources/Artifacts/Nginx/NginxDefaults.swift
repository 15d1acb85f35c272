import NetworkTypes
import Planning

/// What holds for every location that says nothing else: ingress-nginx' defaults, written once in
/// nginx.conf.
enum NginxDefaults {
  static let bodyBytes = 1 << 20
  static let connectSeconds = 5
  static let sendSeconds = 60
  static let readSeconds = 60
  static let tries = 3

  static let passing: [NginxDirective] = [
    NginxDirective("proxy_http_version", .word("1.1")),
    NginxDirective("proxy_connect_timeout", .number(connectSeconds, "s")),
    NginxDirective("proxy_send_timeout", .number(sendSeconds, "s")),
    NginxDirective("proxy_read_timeout", .number(readSeconds, "s")),
    NginxDirective("proxy_buffering", .word("off")),
    NginxDirective("proxy_buffer_size", .word("4k")),
    NginxDirective("proxy_buffers", .number(4), .word("4k")),
    NginxDirective("proxy_next_upstream_tries", .number(tries)),
    NginxDirective("proxy_redirect", .word("off")),
    NginxDirective("proxy_ssl_server_name", .word("on")),
    NginxDirective("proxy_ssl_name", .word("$host")),
    NginxDirective("grpc_connect_timeout", .number(connectSeconds, "s")),
    NginxDirective("grpc_send_timeout", .number(sendSeconds, "s")),
    NginxDirective("grpc_read_timeout", .number(readSeconds, "s")),
    NginxDirective("grpc_next_upstream_tries", .number(tries)),
    NginxDirective("grpc_ssl_server_name", .word("on")),
    NginxDirective("grpc_ssl_name", .word("$host")),
  ]

  /// What a location says of its own in place of `passing`.
  static func differing(_ policy: HTTPPolicyPlan) -> [NginxDirective] {
    policy.backend.isGRPC ? grpc(policy) : http(policy)
  }

  private static func grpc(_ policy: HTTPPolicyPlan) -> [NginxDirective] {
    seconds("grpc_connect_timeout", policy.connectSeconds, connectSeconds)
      + seconds("grpc_send_timeout", policy.sendSeconds, sendSeconds)
      + seconds("grpc_read_timeout", policy.readSeconds, readSeconds)
      + retries(
        policy.retry, "grpc_next_upstream", "grpc_next_upstream_tries",
        "grpc_next_upstream_timeout")
  }

  private static func http(_ policy: HTTPPolicyPlan) -> [NginxDirective] {
    let version =
      policy.backend.usesHTTP10 ? [NginxDirective("proxy_http_version", .word("1.0"))] : []
    return version + seconds("proxy_connect_timeout", policy.connectSeconds, connectSeconds)
      + seconds("proxy_send_timeout", policy.sendSeconds, sendSeconds)
      + seconds("proxy_read_timeout", policy.readSeconds, readSeconds)
      + buffering(policy.buffering)
      + retries(
        policy.retry, "proxy_next_upstream", "proxy_next_upstream_tries",
        "proxy_next_upstream_timeout")
  }

  private static func seconds(
    _ name: StaticString, _ value: Int, _ standard: Int
  ) -> [NginxDirective] {
    value == standard ? [] : [NginxDirective(name, .number(value, "s"))]
  }

  private static func retries(
    _ retry: HTTPRetryPlan, _ name: StaticString, _ tries: StaticString, _ timeout: StaticString
  ) -> [NginxDirective] {
    var directives: [NginxDirective] = []
    if retry.conditions.map(\.text) != ["error", "timeout"] {
      let words = retry.conditions.map { NginxArgument.token($0) }
      directives.append(NginxDirective(name, words.isEmpty ? [.word("off")] : words))
    }
    if retry.tries != Self.tries { directives.append(NginxDirective(tries, .number(retry.tries))) }
    return directives + seconds(timeout, retry.timeoutSeconds, 0)
  }

  private static func buffering(_ buffering: HTTPBufferingPlan) -> [NginxDirective] {
    var directives: [NginxDirective] = []
    if buffering.isOn { directives.append(NginxDirective("proxy_buffering", .word("on"))) }
    if buffering.bufferBytes != 4_096 {
      directives.append(NginxDirective("proxy_buffer_size", .number(buffering.bufferBytes)))
    }
    if buffering.bufferBytes != 4_096 || buffering.count != 4 {
      directives.append(
        NginxDirective(
          "proxy_buffers", .number(buffering.count), .number(buffering.bufferBytes)))
    }
    if let bytes = buffering.busyBytes {
      directives.append(NginxDirective("proxy_busy_buffers_size", .number(bytes)))
    }
    if buffering.maximumTempFileBytes != 1 << 30 {
      directives.append(
        NginxDirective("proxy_max_temp_file_size", .number(buffering.maximumTempFileBytes)))
    }
    if !buffering.buffersRequests {
      directives.append(NginxDirective("proxy_request_buffering", .word("off")))
    }
    return directives
  }
}
