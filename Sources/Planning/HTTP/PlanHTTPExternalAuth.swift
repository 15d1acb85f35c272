import Diagnostics
import NetworkModel
import NetworkTypes

extension HTTPExternalAuthPlan {
  /// - Parameter object: The Ingress that asks for it.
  init(_ auth: ExternalAuth, of object: ObjectName, _ draft: inout HTTPDraft) {
    let url = auth.url.value
    let keepalive = auth.keepalive.map {
      HTTPKeepalivePlan(connections: $0.connections, requests: $0.requests, seconds: $0.seconds)
    }
    switch url.server {
    case .upstream(let upstream):
      server = .target(
        draft.target(
          .upstream(upstream), balance: .roundRobin, keepalive: keepalive ?? .usual))
    case .unusable: server = .target(.nobody)
    case .address(let address, let port):
      let endpoint = HTTPEndpointPlan(address: address, port: port)
      server = .target(draft.target(endpoint, keepalive: keepalive ?? .usual))
    case .external(let name, let port): server = .target(.external(name, port: port))
    case .requestHost: server = .requestHost
    }
    host = url.host.map { PlainToken($0) }
    usesTLS = url.usesTLS
    target = url.target
    method = auth.method
    signInURL = auth.signInURL
    redirectParameter = auth.redirectParameter
    responseHeaders = auth.responseHeaders
    requestHeaders = auth.requestHeaders
    requestRedirect = auth.requestRedirect
    alwaysSetsCookie = auth.alwaysSetsCookie
    cache = auth.cache.map {
      HTTPAuthCachePlan(
        scope: StableNames.hash(auth.question(of: object)), key: $0.key, durations: $0.durations)
    }
  }
}

extension ExternalAuth {
  /// Who asks what: answers to one question are none to another, in the next build too.
  fileprivate func question(of object: ObjectName) -> [String] {
    let url = url.value
    let target = url.target.parts.map { part in
      switch part {
      case .literal(let text): text
      case .variable(let variable): "$\(variable.rawValue)"
      }
    }
    return [
      "\(object)", "\(url.usesTLS)", "\(url.host.map { $0.text } ?? "")", "\(url.port)",
      target.joined(), method?.text ?? "", requestRedirect?.text ?? "",
    ] + requestHeaders.flatMap { [$0.name.text, $0.value.text] }
  }
}
