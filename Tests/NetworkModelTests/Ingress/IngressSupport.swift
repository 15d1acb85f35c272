import Diagnostics
import Foundation
import NetworkModel
import NetworkTypes
import Resources
import TestSupport

/// Short texts of Ingress objects.
enum Ingress {
  static let cluster = """
    apiVersion: netc.dev/v1alpha1
    kind: Cluster
    metadata: {name: test}
    spec:
      podCIDRs: [10.244.0.0/16]
      serviceCIDRs: [10.96.0.0/16]
      ingress: {nodes: [a]}
      nodes:
        - {name: a, addresses: [192.168.0.1]}
        - {name: b, addresses: [192.168.0.2]}
    """

  /// `name`: paths as `(path, type, Service)`, all of one host.
  static func object(
    _ name: String, host: String? = "h.example", _ paths: [(String, String, String)] = [],
    annotations: [String: String] = [:], spec: String = ""
  ) -> String {
    var text = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: \(name)\n"
    if !annotations.isEmpty { text += "  annotations:\n" }
    for (key, value) in annotations.sorted(by: { $0.key < $1.key }) {
      text += "    nginx.ingress.kubernetes.io/\(key): \(json(value))\n"
    }
    text += "spec:\n  ingressClassName: nginx\n"
    if !spec.isEmpty { text += "  \(spec)\n" }
    guard !paths.isEmpty else { return text }
    text +=
      "  rules:\n    - \(host.map { "host: \(json($0))\n      " } ?? "")http:\n        paths:\n"
    for (path, type, service) in paths {
      text += "          - path: \(json(path))\n            pathType: \(type)\n"
      text += "            backend: {service: {name: \(service), port: {number: 80}}}\n"
    }
    return text
  }

  /// A JSON string, which YAML reads as it is.
  static func json(_ text: String) -> String {
    guard let data = try? JSONEncoder().encode(text) else { return "\"\"" }
    return String(decoding: data, as: UTF8.self)
  }

  static func services(_ names: [String]) -> [String] { names.map { Write.service($0) } }

  /// The network of objects, with Services `a` to `d`.
  static func lower(_ objects: [String]) -> Lowering {
    Lowering(services(["a", "b", "c", "d"]) + objects, cluster: cluster)
  }
}

extension Network {
  /// Which Service answers: its name, `503`, `404`, another status, or where the client is sent.
  func answer(host: String, path: String) throws -> String {
    let name = host.split(separator: ":")[0].lowercased()
    let rule = http.rule(host: name, path: try HTTPPath(resolving: path)) { regex, path in
      path.text.wholeMatch(of: regex.text)
    }
    switch rule.action {
    case .respond(let status): return "\(status)"
    case .redirect(let redirect): return "\(redirect.status)"
    case .forward(let backends): return self.name(of: backends[0].backend)
    }
  }

  func name(of backend: HTTPBackend) -> String {
    switch backend {
    case .unusable: "503"
    case .external(let name, let port): "\(name):\(port)"
    case .upstream(let index): services[http.upstreams[index].service].name.name
    }
  }

  func namespacedAnswer(host: String, path: String) throws -> String {
    let name = try answer(host: host, path: path)
    let rule = http.rule(host: host, path: try HTTPPath(parsing: path)) { _, _ in false }
    return "\(rule.origin.name.namespace)/\(name)"
  }
}

extension HTTPPath {
  /// The path of a request as a server sees it: without the query, slashes merged.
  init(resolving text: String) throws {
    var path = String(text.prefix { $0 != "?" })
    while path.contains("//") { path.replace("//", with: "/") }
    try self.init(parsing: path)
  }
}

extension String {
  /// By Foundation's engine, which knows PCRE's common part.
  fileprivate func wholeMatch(of pattern: String) -> Bool {
    let range = NSRange(startIndex..., in: self)
    let regex = try? NSRegularExpression(pattern: "^(?:\(pattern))$")
    return regex?.firstMatch(in: self, range: range)?.range == range
  }
}
