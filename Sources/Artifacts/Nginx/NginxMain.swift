import NetworkTypes
import Planning

/// `nginx.conf`: what holds for all servers.
struct NginxMain {
  let plan: HTTPPlan

  var document: NginxDocument {
    NginxDocument(
      heading: "nginx for the hosts of the cluster; run as nginx -p THIS_FOLDER -c nginx.conf",
      directives: [
        NginxDirective("user", .word("www-data")),
        NginxDirective("worker_processes", .word("auto")),
        NginxDirective("worker_rlimit_nofile", .number(65_536)),
        NginxDirective("worker_shutdown_timeout", .word("240s")),
        NginxDirective("pcre_jit", .word("on")),
        NginxDirective("pid", .word("/run/netc-nginx.pid")),
        NginxDirective("error_log", .word("/var/log/nginx/netc-error.log"), .word("warn")),
        NginxDirective(
          "events", [], block: [NginxDirective("worker_connections", .number(16_384))]),
        NginxDirective("http", [], block: http),
      ])
  }

  private var http: [NginxDirective] {
    [
      clients, hashes, addresses, log, version, tls, resolver, NginxAuthCache.zone(plan),
      NginxDefaults.passing,
      NginxHeaders.common(plan.settings).directives(isGRPC: false),
      plan.policies.contains(where: \.backend.isGRPC)
        ? NginxHeaders.common(plan.settings).directives(isGRPC: true) : [],
      NginxEscaping.isNeeded(by: plan)
        ? [NginxDirective("include", .word("escaping.conf"))] : [],
      ["definitions.conf", "upstreams.conf", "servers/*.conf"].map {
        NginxDirective("include", .word($0))
      },
    ].flatMap { $0 }
  }

  private var clients: [NginxDirective] {
    [
      NginxDirective("server_tokens", .word("off")),
      NginxDirective("absolute_redirect", .word("off")),
      NginxDirective("reset_timedout_connection", .word("on")),
      NginxDirective("keepalive_timeout", .word("75s")),
      NginxDirective("keepalive_requests", .number(1_000)),
      NginxDirective("client_header_buffer_size", .word("1k")),
      NginxDirective("large_client_header_buffers", .number(4), .word("8k")),
      NginxDirective("client_body_buffer_size", .word("8k")),
      NginxDirective("client_max_body_size", .number(NginxDefaults.bodyBytes)),
      NginxDirective("default_type", .word("text/plain")),
      NginxDirective("limit_req_status", .number(503)),
      NginxDirective("limit_conn_status", .number(503)),
    ]
  }

  // MARK: Tables

  /// nginx does not start where a table is too small for what is in it.
  private var hashes: [NginxDirective] {
    let names = plan.servers.flatMap {
      [$0.pattern] + $0.aliases + ($0.redirectedName.map { [$0] } ?? [])
    }
    let longest = names.map(\.name.utf8.count).max() ?? 0
    let own = plan.policies.count * 8 + plan.choices.count * 4
    return [
      table("server_names_hash_bucket_size", NginxHash.bucket(longest)),
      table("server_names_hash_max_size", NginxHash.size(names.count, atLeast: 512)),
      table("map_hash_bucket_size", NginxHash.bucket(longestKey)),
      table("map_hash_max_size", NginxHash.size(longestMap, atLeast: 2_048)),
      table("variables_hash_bucket_size", 128),
      table("variables_hash_max_size", NginxHash.size(own + 256, atLeast: 1_024)),
      table("proxy_headers_hash_bucket_size", 256),
      table("proxy_headers_hash_max_size", 1_024),
    ]
  }

  private func table(_ name: StaticString, _ size: Int) -> NginxDirective {
    NginxDirective(name, .number(size))
  }

  private var longestKey: Int {
    let origins = plan.policies.flatMap { $0.cors?.origins ?? [] }
      .map { $0.host.text.utf8.count + "https://:65535".utf8.count }
    let values = plan.choices.compactMap { choice in
      if case .value(let value)? = choice.canary?.headerMatch { value.text.utf8.count } else { nil }
    }
    return (origins + values).max() ?? 0
  }

  private var longestMap: Int {
    plan.policies.map { $0.cors?.origins.count ?? 0 }.max() ?? 0
  }

  // MARK: Clients' addresses, log

  private var addresses: [NginxDirective] {
    let sources = plan.settings.proxyProtocolSources
    guard !sources.isEmpty else { return [] }
    return sources.map { NginxDirective("set_real_ip_from", .token($0)) }
      + [NginxDirective("real_ip_header", .word("proxy_protocol"))]
  }

  private var log: [NginxDirective] {
    guard plan.settings.logsAccess else { return [NginxDirective("access_log", .word("off"))] }
    let requestID: NginxArgument =
      plan.settings.makesRequestIDs ? .variable(.requestID) : .word("$http_x_request_id")
    return [
      NginxDirective(
        "log_format", .word("netc"),
        .word(
          #"'$remote_addr [$time_iso8601] "$request" $status $body_bytes_sent "$http_referer" '"#),
        .word(
          #"'"$http_user_agent" $host $request_time $upstream_addr $upstream_response_time '"#),
        .joined(.word("'$upstream_status "), requestID, .word("'"))),
      NginxDirective(
        "access_log", .word("/var/log/nginx/netc-access.log"), .word("netc"),
        .word("buffer=64k"), .word("flush=1s")),
    ]
  }

  // MARK: TLS

  private var version: [NginxDirective] {
    plan.settings.nginxVersion >= .http2Directive
      ? [NginxDirective("http2", .word("on"))] : []
  }

  private var tls: [NginxDirective] {
    guard plan.servesTLS else { return [] }
    return [
      NginxDirective("ssl_protocols", .word("TLSv1.2"), .word("TLSv1.3")),
      NginxDirective(
        "ssl_ciphers",
        .word(
          """
          ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:\
          ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:\
          ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305
          """)),
      NginxDirective("ssl_prefer_server_ciphers", .word("on")),
      NginxDirective("ssl_session_cache", .word("shared:netc_tls:10m")),
      NginxDirective("ssl_session_timeout", .word("10m")),
      NginxDirective("ssl_session_tickets", .word("off")),
      NginxDirective("ssl_early_data", .word("off")),
      NginxDirective("ssl_buffer_size", .word("4k")),
    ]
  }

  private var resolver: [NginxDirective] {
    guard !plan.resolvers.isEmpty else { return [] }
    let servers = plan.resolvers.map { NginxArgument.socket($0.address, $0.port) }
    return [
      NginxDirective("resolver", servers + [.word("valid=30s")]),
      NginxDirective("resolver_timeout", .word("5s")),
    ]
  }
}

/// How large nginx' tables have to be (ngx_hash_init).
enum NginxHash {
  /// A bucket holds at least one key, its length, a pointer to the value and one behind the last:
  /// the next power of two, 64 at least.
  static func bucket(_ keyBytes: Int) -> Int {
    power(atLeast: 64, covering: 16 + (keyBytes + 2 + 7) / 8 * 8)
  }

  /// Twice as many buckets as keys, so that a way to spread them is found.
  static func size(_ keys: Int, atLeast least: Int) -> Int {
    power(atLeast: least, covering: keys * 2)
  }

  private static func power(atLeast least: Int, covering count: Int) -> Int {
    var size = least
    while size < count { size *= 2 }
    return size
  }
}

extension ReleaseNumber {
  /// `http2 on;`
  static let http2Directive = ReleaseNumber(1, 25, 1)
}
