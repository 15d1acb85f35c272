import Diagnostics
import NetworkModel
import NetworkTypes

enum HiddenWildcard: ValidationRule {
  static let page = DiagnosticPage(
    717, .warning, "A host hides the paths of a wildcard",
    explanation: """
      A request goes to the rules of the most exact host, and of no other: what `shop.example.com`
      has no path for gets 404, though `*.example.com` has a path for it. Here the two come from
      different objects, and the exact host has no rule for `/`.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: all}
        spec:
          ingressClassName: nginx
          rules:
            - host: "*.example.com"
              http:
                paths:
                  - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: shop}
        spec:
          ingressClassName: nginx
          rules:
            - host: shop.example.com
              #     ^^^^^^^^^^^^^^^^ NC0717
              http:
                paths:
                  - path: /cart
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: shop}
        spec:
          ingressClassName: nginx
          rules:
            - host: shop.example.com
              http:
                paths:
                  - path: /cart
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let hosts = network.http.hosts
    var wildcards: [String: VirtualHost] = [:]
    for host in hosts {
      if case .oneLabel(let name) = host.pattern { wildcards[name.text] = host }
    }
    for host in hosts {
      guard case .exact(let name) = host.pattern, !host.answersEverything,
        let dot = name.text.utf8.firstIndex(of: UInt8(ascii: ".")),
        let wildcard = wildcards[String(name.text[name.text.utf8.index(after: dot)...])],
        let own = host.objects.first,
        let other = wildcard.objects.first(where: { object in
          !host.objects.contains { $0.name == object.name }
        })
      else { continue }
      log.report(
        page, "host `\(host.pattern)` hides the paths that `\(wildcard.pattern)` has",
        at: own.range, notes: [Note("the wildcard is here", at: other.range)],
        help: "add a rule for the path `/`, or a default backend", object: own.object)
    }
  }
}

extension VirtualHost {
  /// Whether a rule or a default backend of its own has every path.
  fileprivate var answersEverything: Bool {
    if case .respond = fallback.action {
      return rules.contains { $0.match.path == .prefix(.root) }
    }
    return true
  }
}
