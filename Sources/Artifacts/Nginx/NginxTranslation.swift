import NetworkTypes
import Planning

/// Plan → documents, each with its path in the folder.
enum NginxTranslation {
  struct File {
    let path: String
    let document: NginxDocument
  }

  /// What is the same on every node.
  static func shared(_ plan: HTTPPlan) -> [File] {
    let cookies = NginxCookies(plan)
    let servers = NginxServers(plan: plan)
    return [
      File(path: "nginx.conf", document: NginxMain(plan: plan).document),
      File(
        path: "definitions.conf", document: NginxDefinitions(plan: plan, cookies: cookies).document),
      File(path: "upstreams.conf", document: NginxUpstreams(plan: plan, cookies: cookies).document),
    ]
      + (NginxEscaping.isNeeded(by: plan)
        ? [File(path: "escaping.conf", document: NginxEscaping.document)] : [])
      + plan.servers.map { server in
        File(
          path: "servers/\(NginxServers.fileName(server.pattern)).conf",
          document: servers.document(server))
      }
  }

  /// The addresses of one node; of the servers that listen there, one of each is the default.
  static func listens(_ plan: HTTPPlan, _ node: NodePlan) -> [File] {
    let plain = plan.settings.httpPort
    let secure = plan.settings.httpsPort
    let files = [
      File(path: "listen/http.conf", document: listen(plan, node, plain)),
      File(
        path: "listen/http-default.conf",
        document: listen(plan, node, plain, [.word("default_server")])),
    ]
    guard plan.servesTLS else { return files }
    let tls: [NginxArgument] =
      plan.settings.nginxVersion >= .http2Directive
      ? [.word("ssl")] : [.word("ssl"), .word("http2")]
    return files + [
      File(path: "listen/https.conf", document: listen(plan, node, secure, tls)),
      File(
        path: "listen/https-default.conf",
        document: listen(plan, node, secure, tls + [.word("default_server")])),
    ]
  }

  private static func listen(
    _ plan: HTTPPlan, _ node: NodePlan, _ port: Port, _ options: [NginxArgument] = []
  ) -> NginxDocument {
    let proxied: [NginxArgument] =
      plan.settings.proxyProtocolSources.isEmpty ? [] : [.word("proxy_protocol")]
    return NginxDocument(
      heading: "the addresses of this node",
      directives: node.addresses.map { address in
        NginxDirective("listen", [.socket(address, port)] + proxied + options)
      })
  }
}
