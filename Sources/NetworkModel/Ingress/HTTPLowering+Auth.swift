import Diagnostics
import NetworkTypes
import Resources

extension HTTPLowering {
  mutating func externalAuth(_ draft: IngressDraft, log: inout DiagnosticLog) -> ExternalAuth? {
    let auth = draft.terms.auth
    guard let written = auth.url, let place = draft.terms.place("auth-url") else { return nil }
    let port = written.port ?? (written.usesTLS ? 443 : 80)
    var server = AuthServer.requestHost
    if let host = written.host { server = self.server(host, port: port) }
    let url = AuthURL(usesTLS: written.usesTLS, server: server, target: written.target)
    return ExternalAuth(
      url: Located(url, place), method: auth.method, signInURL: auth.signInURL,
      redirectParameter: auth.redirectParameter, responseHeaders: auth.responseHeaders.sorted())
  }

  /// An address, a Service by its name in DNS, or a host outside.
  private mutating func server(_ host: String, port: Port) -> AuthServer {
    do throws(AddressError) {
      return .address(try IPAddress(parsing: host), port: port)
    } catch {
      if let service = backends.service(inDNS: host, port: port) { return .upstream(service) }
      return .external(DNSSubdomain(checked: host), port: port)
    }
  }
}

extension HTTPBackends {
  /// `web.shop.svc` or `web.shop.svc.cluster.local`.
  mutating func service(inDNS host: String, port: Port) -> Index<HTTPUpstream>? {
    let labels = host.split(separator: ".").map(String.init)
    guard labels.count >= 3, labels[2] == "svc" else { return nil }
    let rest = labels.dropFirst(3).joined(separator: ".")
    guard rest.isEmpty || rest == domain else { return nil }
    return service(
      named: ObjectName(checkedNamespace: labels[1], name: labels[0]), port: port)
  }
}
