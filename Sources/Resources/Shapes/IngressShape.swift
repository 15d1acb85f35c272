internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension ObjectShape where Value == IngressResource {
  static let ingress = ingress(.v1)
  /// As in `networking.k8s.io/v1beta1` and `extensions/v1beta1`.
  static let betaIngress = ingress(.beta)

  private static func ingress(_ form: IngressForm) -> ObjectShape {
    ObjectShape(
      "\(form.prefix)Ingress",
      fields: [
        .part(
          "metadata", .metadata(.namespaced, names: .subdomain), "What the Ingress is called",
          .required, in: \.metadata),
        .group("spec", spec(form), "Which requests go to which Service"),
      ], unused: typeFields + ["status"], make: { IngressResource(range: $0) }, check: checkIngress)
  }

  private static func spec(_ form: IngressForm) -> ObjectShape {
    ObjectShape(
      "\(form.prefix)IngressSpec",
      fields: [
        Field("ingressClassName", .dnsSubdomain, "The class, which says who serves it") {
          $0.className = $1
        },
        Field(
          form == .v1 ? "defaultBackend" : "backend", .object(.ingressBackend(form)),
          "Who answers where no rule does"
        ) { $0.defaultBackend = $1.value },
        Field("tls", .objects(.ingressTLS), "The certificates of hosts") {
          $0.tls = $1.value
        },
        Field("rules", .objects(.ingressRule(form)), "What is served at which host") {
          $0.rules = $1.value
        },
      ], make: { IngressResource(range: $0) }, check: checkIngressSpec)
  }
}

/// The two ways of writing a backend.
enum IngressForm: Sendable {
  case v1, beta

  fileprivate var prefix: String { self == .v1 ? "" : "Beta" }
}

extension ObjectShape where Value == IngressTLS {
  fileprivate static let ingressTLS = ObjectShape<IngressTLS>(
    "IngressTLS",
    fields: [
      Field(
        "hosts", .list(.ingressHost), "The hosts that the certificate is for",
        .defaults("those of the rules")
      ) { $0.hosts = $1.value },
      Field("secretName", .dnsSubdomain, "The Secret with certificate and key") {
        $0.secretName = $1
      },
    ], make: { IngressTLS(range: $0) })
}

extension ObjectShape where Value == IngressRule {
  fileprivate static func ingressRule(_ form: IngressForm) -> ObjectShape {
    ObjectShape(
      "\(form.prefix)IngressRule",
      fields: [
        Field("host", .ingressHost, "The host, or `*.` and a name", .defaults("any host")) {
          $0.host = $1
        },
        .group("http", http(form), "Where its requests go; none: to the default backend"),
      ], make: { IngressRule(range: $0) })
  }

  private static func http(_ form: IngressForm) -> ObjectShape {
    ObjectShape(
      "\(form.prefix)HTTPIngressRuleValue",
      fields: [
        Field("paths", .objects(.ingressPath(form)), "What goes where", .required) {
          $0.paths = $1.value
        }
      ], make: { IngressRule(range: $0) },
      check: { _, node, reading in
        guard let paths = node["paths"], paths.kind == .sequence, paths.count == 0 else { return }
        reading.reportMissing("paths", in: node, help: "name at least one path")
      })
  }
}

extension ObjectShape where Value == IngressPath {
  fileprivate static func ingressPath(_ form: IngressForm) -> ObjectShape {
    ObjectShape(
      "\(form.prefix)HTTPIngressPath",
      fields: [
        Field("path", .text, "The path, which begins with `/`", .defaults("every path")) {
          $0.path = $1
        },
        Field(
          "pathType", .choice(IngressPathType.self), "How the path is compared",
          form == .v1 ? .required : .defaults("ImplementationSpecific")
        ) { $0.type = $1 },
        Field("backend", .object(.ingressBackend(form)), "Who answers", .required) {
          $0.backend = $1.value
        },
      ], make: { IngressPath(range: $0) }, check: checkIngressPath)
  }
}

extension ObjectShape where Value == IngressBackend {
  fileprivate static func ingressBackend(_ form: IngressForm) -> ObjectShape {
    let resource = Field<IngressBackend>(
      "resource", .object(.ingressResourceReference), "An object that a controller knows"
    ) { $0.resourceKind = $1.value }
    switch form {
    case .v1:
      return ObjectShape(
        "IngressBackend",
        fields: [.group("service", serviceBackend, "A port of a Service"), resource],
        make: { IngressBackend(range: $0) }, check: checkIngressBackend)
    case .beta:
      return ObjectShape(
        "BetaIngressBackend",
        fields: [
          Field("serviceName", .dnsLabel, "The Service") { $0.service = $1 },
          Field("servicePort", .targetPort, "The number or the name of its port") {
            $0.port = $1
          },
          resource,
        ], make: { IngressBackend(range: $0) }, check: checkBetaBackend)
    }
  }

  private static let serviceBackend = ObjectShape<IngressBackend>(
    "IngressServiceBackend",
    fields: [
      Field("name", .dnsLabel, "The Service, in the namespace of the Ingress", .required) {
        $0.service = $1
      },
      .group("port", backendPort, "Its port", .required),
    ], make: { IngressBackend(range: $0) })

  private static let backendPort = ObjectShape<IngressBackend>(
    "ServiceBackendPort",
    fields: [
      Field("name", .portName, "The port's name") { backend, name in
        backend.port = Located(.name(name.value), name.range)
      },
      Field("number", .port, "The port's number") { backend, number in
        backend.port = Located(.number(number.value), number.range)
      },
    ], make: { IngressBackend(range: $0) }, check: checkBackendPort)
}

extension ObjectShape where Value == Located<String> {
  fileprivate static let ingressResourceReference = ObjectShape<Located<String>>(
    "TypedLocalObjectReference",
    fields: [
      Field("apiGroup", .dnsSubdomain, "The group of the object's type") { _, _ in },
      Field("kind", .pathSegment, "The object's kind", .required) { $0 = $1 },
      Field("name", .pathSegment, "The object's name", .required) { _, _ in },
    ], make: { Located("", $0) })
}
