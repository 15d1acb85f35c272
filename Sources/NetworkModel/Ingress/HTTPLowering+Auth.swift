import Diagnostics
import NetworkTypes
import Resources

extension HTTPLowering {
  mutating func externalAuth(_ draft: IngressDraft, log: inout DiagnosticLog) -> ExternalAuth? {
    let auth = draft.terms.auth
    guard let written = auth.url, let place = draft.terms.place("auth-url") else { return nil }
    let port = written.port ?? (written.usesTLS ? 443 : 80)
    var server = AuthServer.requestHost
    if let host = written.host {
      server = self.server(Located(host, place), port: port, draft.origin.object, log: &log)
    }
    let url = AuthURL(
      usesTLS: written.usesTLS, server: server, host: written.host.map(DNSSubdomain.init(checked:)),
      port: port, target: written.target)
    var asked = ExternalAuth(
      url: Located(url, place), method: auth.method, signInURL: auth.signInURL,
      redirectParameter: auth.redirectParameter, responseHeaders: auth.responseHeaders.sorted(),
      requestRedirect: auth.requestRedirect, alwaysSetsCookie: auth.alwaysSetsCookie)
    asked.requestHeaders = requestHeaders(draft, log: &log)
    asked.cache = auth.cacheKey.map { AuthCache(key: $0, durations: auth.cacheDurations) }
    asked.keepalive = keepalive(to: server, draft, log: &log)
    return asked
  }

  /// An address, a Service by its name in DNS, or a host outside.
  private mutating func server(
    _ host: Located<String>, port: Port, _ object: String, log: inout DiagnosticLog
  ) -> AuthServer {
    do throws(AddressError) {
      return .address(try IPAddress(parsing: host.value), port: port)
    } catch {
      guard let service = backends.service(inDNS: host.value) else {
        return .external(DNSSubdomain(checked: host.value), port: port)
      }
      let found = backends.resolve(
        Located(service, host.range), port: Located(.number(port), host.range), object: object,
        log: &log)
      switch found {
      case .upstream(let upstream): return .upstream(upstream)
      case .external(let name, let port): return .external(name, port: port)
      case .unusable: return .unusable
      }
    }
  }

  /// nginx keeps connections to addresses alone: it would not start where a name has none.
  private func keepalive(
    to server: AuthServer, _ draft: IngressDraft, log: inout DiagnosticLog
  ) -> Keepalive? {
    let keepalive = draft.terms.auth.keepalive
    guard keepalive.connections > 0, let place = draft.terms.place("auth-keepalive") else {
      return nil
    }
    let problem: String
    switch server {
    case .upstream, .address, .unusable: return keepalive
    case .requestHost: problem = "the host of `auth-url` is a variable"
    case .external: problem = "the address of its host is known at run time alone"
    }
    draft.terms.report(
      .uselessAnnotation, "`auth-keepalive` has no effect: \(problem)", at: place,
      notes: draft.terms.place("auth-url").map { [Note("`auth-url` is here", at: $0)] } ?? [],
      help: "name a Service of the cluster or an address in `auth-url`, or remove it", &log)
    return nil
  }
}

extension HTTPBackends {
  /// The Service that `web.shop.svc` or `web.shop.svc.cluster.local` means; nil for other names.
  func service(inDNS host: String) -> ObjectName? {
    let labels = host.split(separator: ".").map(String.init)
    guard labels.count >= 3, labels[2] == "svc" else { return nil }
    let rest = labels.dropFirst(3).joined(separator: ".")
    guard rest.isEmpty || rest == domain else { return nil }
    return ObjectName(checkedNamespace: labels[1], name: labels[0])
  }
}
