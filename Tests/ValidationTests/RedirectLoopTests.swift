import Diagnostics
import TestSupport
import Testing

/// Redirects that come back, and those that do not.
struct RedirectLoopTests {
  /// A host with a path that is sent somewhere; `more` is further YAML of the metadata.
  private static func object(
    _ name: String, _ host: String, _ path: String, to place: String, more: String = ""
  ) -> String {
    """
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: \(name)
      annotations:
        nginx.ingress.kubernetes.io/permanent-redirect: "\(place)"
        \(more)
    spec:
      ingressClassName: nginx
      rules:
        - host: "\(host)"
          http:
            paths:
              - path: "\(path)"
                pathType: Prefix
                backend: {service: {name: w, port: {number: 80}}}
    """
  }

  private static func codes(_ objects: [String], ingress: String = "nodes: [a]") -> [String] {
    let cluster = """
      apiVersion: netc.dev/v1alpha1
      kind: Cluster
      metadata: {name: test}
      spec:
        podCIDRs: [10.244.0.0/16]
        serviceCIDRs: [10.96.0.0/16]
        ingress: {\(ingress)}
        nodes: [{name: a, addresses: [192.168.0.1]}]
      """
    return compileYAML(([cluster] + objects).joined(separator: "\n---\n")).diagnostics
      .map(\.code.description).filter { $0 == "NC0727" }
  }

  @Test(arguments: [
    ("h.example", "http://h.example:80/a"), ("h.example", "https://h.example:443/a/b"),
    ("h.example", "http://h.example:8080/a"),
    ("*.h.example", "http://x.h.example/a"), ("*.h.example", "https://$host$request_uri"),
    ("h.example", "https://H.example/a?b#c"), ("h.example", "/a"),
  ])
  func `a place that leads back is found`(_ host: String, _ place: String) {
    let found = Self.codes(
      [Self.object("one", host, "/a", to: place)], ingress: "nodes: [a], httpPort: 8080")
    #expect(found == ["NC0727"])
  }

  @Test(arguments: [
    ("h.example", "http://h.example:81/a"), ("h.example", "http://h.example:443/a"),
    ("*.h.example", "http://h.example/a"), ("*.h.example", "http://x.y.h.example/a"),
    ("h.example", "http://www.h.example/a"), ("h.example", "/ab"),
  ])
  func `a place that leads elsewhere is let be`(_ host: String, _ place: String) {
    #expect(Self.codes([Self.object("one", host, "/a", to: place)]).isEmpty)
  }

  @Test func `the other name of a host leads back to it`() {
    let www = "nginx.ingress.kubernetes.io/from-to-www-redirect: \"true\""
    #expect(
      Self.codes([Self.object("one", "h.example", "/", to: "http://www.h.example/", more: www)])
        == ["NC0727"])
  }

  @Test func `a host of its own is looked at before a wildcard`() {
    let objects = [
      Self.object("one", "*.h.example", "/", to: "http://x.h.example/"),
      Self.object("two", "x.h.example", "/", to: "http://elsewhere.example/"),
    ]
    #expect(Self.codes(objects).isEmpty)
  }
}
