import NetworkTypes
import Planning

/// Document → Corefile. One directive a line, `{` last on its line, `}` alone on its line: the
/// reader (coredns/caddy, caddyfile) takes no other place for them. No token needs quotes but one
/// of netc's own.
struct CorefilePrinter {
  private(set) var out = TextBuffer()

  init(_ document: CorefileDocument) {
    out.write("# netc: the cluster's DNS on node ")
    out.write(document.node)
    out.write(", for CoreDNS ")
    write(document.version)
    out.write(" or later; in this folder: coredns -conf Corefile\n")
    for block in document.blocks { print(block) }
  }

  private mutating func print(_ block: ServerBlock) {
    out.write("\n")
    for key in block.keys {
      print(key)
      out.write(" ")
    }
    out.write("{\n")
    for directive in block.directives {
      out.write("    ")
      print(directive)
      out.write("\n")
    }
    out.write("}\n")
  }

  private mutating func print(_ key: ServerKey) {
    switch key.carrier {
    case nil: break
    case .tls: out.write("tls://")
    case .https: out.write("https://")
    case .grpc: out.write("grpc://")
    }
    switch key.zone {
    case .root: out.write(".")
    case .named(let zone): out.write(zone)
    }
    out.write(":")
    out.write(key.port)
  }

  private mutating func print(_ directive: CorefileDirective) {
    switch directive {
    case .bind(let addresses): line("bind", addresses)
    case .tls(let certificate, let key): line("tls", [certificate, key])
    case .errors(consolidates: false): out.write("errors")
    case .errors(consolidates: true):
      open("errors")
      option("consolidate 5m \".* i/o timeout$\" warning")
      close()
    case .log: out.write("log")
    case .health(let port):
      local("health", port)
      out.write(" {\n")
      option("lameduck 5s")
      close()
    case .ready(let port): local("ready", port)
    case .prometheus(let port): local("prometheus", port)
    case .loadbalance: out.write("loadbalance")
    case .cache(let seconds):
      out.write("cache ")
      out.write(seconds)
    case .file(let path, let zone, let reloadsByTime):
      line("file", [path] + (zone.map { [$0] } ?? []))
      out.write(" {\n")
      option("reload 10s")
      if reloadsByTime { option("reload_by_mtime") }
      close()
    case .loop: out.write("loop")
    case .forward(let upstreams, let serverName): forward(upstreams, serverName)
    case .reload: out.write("reload")
    }
  }

  private mutating func forward(_ upstreams: [UpstreamPlan], _ serverName: DNSSubdomain?) {
    out.write("forward .")
    for upstream in upstreams {
      out.write(" ")
      print(upstream, isNamed: serverName == nil)
    }
    out.write(" {\n")
    if let serverName {
      out.write("        tls_servername ")
      out.write(serverName)
      out.write("\n")
    }
    option("policy sequential")
    option("max_concurrent 1000")
    close()
  }

  private mutating func print(_ upstream: UpstreamPlan, isNamed: Bool) {
    if upstream.serverName != nil { out.write("tls://") }
    if upstream.address.family == .ipv6 { out.write("[") }
    out.write(upstream.address)
    if upstream.address.family == .ipv6 { out.write("]") }
    out.write(":")
    out.write(upstream.port)
    if isNamed, let name = upstream.serverName {
      out.write("%")
      out.write(name)
    }
  }

  private mutating func line(_ word: StaticString, _ tokens: [some ValidatedToken]) {
    out.write(word)
    for token in tokens {
      out.write(" ")
      out.write(token)
    }
  }

  private mutating func local(_ word: StaticString, _ port: Port) {
    out.write(word)
    out.write(" 127.0.0.1:")
    out.write(port)
  }

  private mutating func open(_ word: StaticString) {
    out.write(word)
    out.write(" {\n")
  }

  private mutating func option(_ text: StaticString) {
    out.write("        ")
    out.write(text)
    out.write("\n")
  }

  private mutating func close() { out.write("    }") }

  private mutating func write(_ version: ReleaseNumber) {
    out.write(version.major)
    out.write(".")
    out.write(version.minor)
    out.write(".")
    out.write(version.patch)
  }
}
