internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension ObjectShape where Value == IngressClassResource {
  static let ingressClass = ObjectShape<IngressClassResource>(
    "IngressClass",
    fields: [
      .part(
        "metadata", .metadata(.cluster, names: .subdomain),
        "What the class is called; `ingressclass.kubernetes.io/is-default-class` marks the default",
        .required, in: \.metadata),
      .group("spec", spec, "Who serves the class"),
    ], unused: typeFields, make: { IngressClassResource(range: $0) },
    check: { ingressClass, node, reading in
      if node.written("spec") == nil { reading.reportMissing("spec", in: node) }
      ingressClass.defaultRange =
        ingressClass.metadata.annotations
        .first { $0.key == "ingressclass.kubernetes.io/is-default-class" && $0.value == "true" }?
        .range
    })

  private static let spec = ObjectShape<IngressClassResource>(
    "IngressClassSpec",
    fields: [
      Field("controller", .controllerName, "The controller, as k8s.io/ingress-nginx", .required) {
        $0.controller = $1
      },
      Field("parameters", .object(.ingressClassParameters), "Settings for the controller") {
        $0.parametersRange = $1.range
      },
    ], make: { IngressClassResource(range: $0) })
}

extension ObjectShape where Value == Void {
  fileprivate static let ingressClassParameters = ObjectShape<Void>(
    "IngressClassParametersReference",
    fields: [
      Field("apiGroup", .dnsSubdomain, "The group of the object's type") { _, _ in },
      Field("kind", .pathSegment, "The object's kind", .required) { _, _ in },
      Field("name", .pathSegment, "The object's name", .required) { _, _ in },
      Field(
        "scope", .choice([(word: "Cluster", value: ()), (word: "Namespace", value: ())]),
        "Whether the object lives in a namespace", .defaults("Cluster")
      ) { _, _ in },
      Field("namespace", .dnsLabel, "The namespace it lives in") { _, _ in },
    ], make: { _ in () },
    check: { _, node, reading in
      let isNamespaced = node["scope"].map { $0.isText && $0.hasText("Namespace") } ?? false
      if isNamespaced, node.written("namespace") == nil {
        reading.reportMissing("namespace", in: node, help: "needed with `scope: Namespace`")
      }
      guard !isNamespaced else { return }
      reading.forbid("namespace", in: node, "only with `scope: Namespace`")
    })
}

extension Shape where Value == String {
  /// A domain, a slash and a path, at most 250 bytes (`maxLenForIngressClassController`).
  fileprivate static var controllerName: Shape<String> {
    let description = TextDescription(
      summary: "a domain, `/` and a path", pattern: "[-a-z0-9.]+/.+", maximumLength: 250)
    return text(description) { text in
      let parts = text.utf8.split(
        separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
      guard text.utf8.count <= 250, parts.count == 2, !parts[1].isEmpty,
        DNSSubdomain.problem(in: String(Substring(parts[0])).utf8.span) == nil,
        parts[1].allSatisfy({ HTTPCharacters.isPathCharacter($0) || $0 == UInt8(ascii: "%") })
      else { return "a controller is a domain, `/` and a path, of at most 250 bytes" }
      return nil
    }
  }
}
