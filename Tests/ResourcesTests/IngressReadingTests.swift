import Diagnostics
import NetworkTypes
import Testing

@testable import Resources

private func ingress(_ spec: String) -> String {
  "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\nspec: {\(spec)}\n"
}

/// One rule with one path.
private func path(_ fields: String) -> String {
  ingress(
    "rules: [{http: {paths: [{\(fields), "
      + "backend: {service: {name: web, port: {number: 80}}}}]}}]")
}

private func backend(_ fields: String) -> String { ingress("defaultBackend: {\(fields)}") }

struct IngressReadingTests {
  @Test func `every field is read`() throws {
    let text = ingress(
      """
      ingressClassName: nginx,
      defaultBackend: {service: {name: rest, port: {name: http}}},
      tls: [{hosts: [a.example, "*.b.example"], secretName: cert}, {}],
      rules: [
        {host: a.example, http: {paths: [
          {path: /x, pathType: Exact, backend: {service: {name: web, port: {number: 80}}}},
          {pathType: ImplementationSpecific, backend: {resource: {kind: Bucket, name: b}}}]}},
        {host: "*.b.example"}, {}]
      """)
    let result = readText(text)
    #expect(result.errors.isEmpty, "\(result.summary)")
    let found = try #require(result.resources.ingresses.first)
    #expect(found.className?.value == "nginx")
    #expect(found.defaultBackend?.port.value == .name("http"))
    #expect(found.tls.map { $0.hosts.map(\.value) } == [["a.example", "*.b.example"], []])
    #expect(found.tls.map { $0.secretName?.value } == ["cert", nil])
    #expect(found.rules.map { $0.host?.value } == ["a.example", "*.b.example", nil])
    #expect(found.rules[0].paths.map(\.type.value) == [.exact, .implementationSpecific])
    #expect(found.rules[0].paths[0].backend.port.value == .number(80))
    #expect(found.rules[0].paths[1].backend.resourceKind?.value == "Bucket")
  }

  @Test(arguments: ["networking.k8s.io/v1beta1", "extensions/v1beta1"])
  func `the old form is read as outdated`(_ version: String) throws {
    let result = readText(
      """
      apiVersion: \(version)
      kind: Ingress
      metadata: {name: web, annotations: {kubernetes.io/ingress.class: nginx}}
      spec:
        backend: {serviceName: rest, servicePort: http}
        rules: [{http: {paths: [{path: /x, backend: {serviceName: web, servicePort: 80}}]}}]
      """)
    #expect(result.diagnostics.map(\.code.description) == ["NC0220"])
    let found = try #require(result.resources.ingresses.first)
    #expect(found.legacyClassName?.value == "nginx")
    #expect(found.defaultBackend?.port.value == .name("http"))
    #expect(found.rules[0].paths[0].type.value == .implementationSpecific)
    #expect(found.rules[0].paths[0].backend.service?.value == "web")
  }

  static let bad: [(text: String, code: String)] = [
    (ingress(""), "NC0205"), (ingress("rules: []"), "NC0205"),
    (ingress("rules: [{http: {paths: []}}]"), "NC0205"), (ingress("rules: [{http: {}}]"), "NC0205"),
    (path("path: /"), "NC0205"), (path("pathType: Prefix"), "NC0241"),
    (path("pathType: Exact, path: x"), "NC0241"),
    (path("pathType: ImplementationSpecific, path: x"), "NC0241"),
    (path("pathType: Exact, path: /a//b"), "NC0241"),
    (path("pathType: Prefix, path: /a/./b"), "NC0241"),
    (path("pathType: Prefix, path: /a/.."), "NC0241"),
    (path("pathType: Prefix, path: /a%2Fb"), "NC0241"),
    (path("pathType: prefix, path: /"), "NC0207"), (path("pathType: Exact, path: 1"), "NC0206"),
    (backend("service: {name: web}"), "NC0205"),
    (backend("service: {name: web, port: {}}"), "NC0205"),
    (backend("service: {name: web, port: {number: 0}}"), "NC0205"),
    (backend("service: {name: web, port: {number: 65536}}"), "NC0208"),
    (backend("service: {name: web, port: {name: http, number: 80}}"), "NC0215"),
    (backend("service: {name: web, port: {name: HTTP}}"), "NC0209"),
    (backend("service: {name: web.x, port: {number: 80}}"), "NC0209"),
    (
      backend("service: {name: web, port: {number: 80}}, resource: {kind: A, name: b}"), "NC0215"
    ),
    (backend("resource: {kind: A, name: a/b}"), "NC0209"),
    (ingress("rules: [{host: 192.0.2.1}]"), "NC0209"),
    (ingress("rules: [{host: A.example}]"), "NC0209"),
    (ingress("rules: [{host: \"*\"}]"), "NC0209"), (ingress("rules: [{host: a.*.x}]"), "NC0209"),
    (ingress("rules: [{host: \"*.*.x\"}]"), "NC0209"),
    (ingress("rules: [{host: .x}]"), "NC0209"), (ingress("rules: [{host: \"~x\"}]"), "NC0209"),
    (ingress("rules: [{host: \"x\\n\"}]"), "NC0209"),
    (ingress("rules: [{}], tls: [{secretName: a/b}]"), "NC0209"),
    (ingress("rules: [{}], tls: [{hosts: [a_b]}]"), "NC0209"),
    (ingress("rules: [{}], ingressClass: nginx"), "NC0204"),
  ]

  @Test(arguments: bad.indices)
  func `what the API server refuses is refused, once`(_ index: Int) {
    let example = Self.bad[index]
    let result = readText(example.text)
    #expect(
      result.errors.map(\.code.description) == [example.code], "\(example.text)\n\(result.summary)")
    #expect(result.resources.ingresses.isEmpty)
  }

  @Test(arguments: [
    ("controller: k8s.io/ingress-nginx", true), ("controller: example.com/a/b", true),
    ("controller: nginx", false), ("controller: \"/x\"", false), ("controller: \"x/\"", false),
    ("controller: \"example.com/a b\"", false), ("", false),
    ("controller: a/b, parameters: {kind: A, name: b}", true),
    ("controller: a/b, parameters: {kind: A, name: b, scope: Namespace}", false),
    ("controller: a/b, parameters: {kind: A, name: b, scope: Namespace, namespace: c}", true),
    ("controller: a/b, parameters: {kind: A, name: b, namespace: c}", false),
  ])
  func `a class names its controller`(_ spec: String, _ isLegal: Bool) {
    let result = readText(
      "apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: a}\n"
        + "spec: {\(spec)}\n")
    #expect(result.errors.isEmpty == isLegal, "\(result.summary)")
  }
}
