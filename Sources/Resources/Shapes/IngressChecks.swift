internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

/// The rules of an Ingress across its fields (`pkg/apis/networking/validation`).
func checkIngress(_ ingress: inout IngressResource, _ node: YAMLNode, _ reading: inout Reading) {
  let key = "kubernetes.io/ingress.class"
  if node.written("spec") == nil {
    reading.reportMissing("spec", in: node, help: "an Ingress has rules or a default backend")
  }
  guard let annotation = ingress.metadata.annotations.first(where: { $0.key == key }) else {
    return
  }
  ingress.legacyClassName = Located(annotation.value, annotation.range)
  guard let name = ingress.className, name.value != annotation.value else { return }
  reading.within(["metadata", "annotations", .key(key)]) {
    $0.report(
      .mismatch, "the annotation and `spec.ingressClassName` name two classes",
      at: annotation.range, notes: [Note("the other is here", at: name.range)],
      help: "remove the annotation")
  }
}

func checkIngressSpec(
  _ ingress: inout IngressResource, _ node: YAMLNode, _ reading: inout Reading
) {
  guard (node["rules"]?.count ?? 0) == 0, node.written("defaultBackend") == nil,
    node.written("backend") == nil
  else { return }
  reading.reportMissing("rules", in: node, help: "an Ingress has rules or a default backend")
}

func checkIngressPath(_ path: inout IngressPath, _ node: YAMLNode, _ reading: inout Reading) {
  guard let written = node["pathType"], written.isText,
    IngressPathType(rawValue: written.string) != nil
  else { return }
  let text = path.path?.value ?? ""
  // A value that is no text was reported.
  if let value = node.written("path"), !value.isText { return }
  let place = path.path?.range ?? path.range
  let problem =
    path.type.value == .implementationSpecific
    ? looseProblem(text) : strictProblem(text)
  guard let problem else { return }
  reading.within("path") { $0.report(.badURLPath, problem, at: place) }
}

private func looseProblem(_ path: String) -> String? {
  path.isEmpty || path.utf8.first == UInt8(ascii: "/")
    ? nil : "\(quoted(path)) does not begin with `/`"
}

/// What the API server looks for in `Exact` and `Prefix` paths.
private func strictProblem(_ path: String) -> String? {
  guard path.utf8.first == UInt8(ascii: "/") else {
    return path.isEmpty
      ? "a path of this type begins with `/`" : "\(quoted(path)) does not begin with `/`"
  }
  let bytes = Array(path.utf8)
  for word in ["//", "/./", "/../", "%2f", "%2F"] where bytes.holds(word) {
    return "\(quoted(path)) holds `\(word)`, which a path may not"
  }
  for word in ["/..", "/."] where bytes.suffix(word.utf8.count).elementsEqual(word.utf8) {
    return "\(quoted(path)) ends in `\(word)`, which a path may not"
  }
  return nil
}

extension [UInt8] {
  fileprivate func holds(_ word: String) -> Bool {
    let wanted = Array(word.utf8)
    guard count >= wanted.count else { return false }
    return (0...(count - wanted.count)).contains {
      self[$0] == wanted[0] && self[$0..<($0 + wanted.count)].elementsEqual(wanted)
    }
  }
}

func checkIngressBackend(
  _ backend: inout IngressBackend, _ node: YAMLNode, _ reading: inout Reading
) {
  switch (node.written("service"), node.written("resource")) {
  case (nil, nil):
    reading.reportMissing("service", in: node, help: "a backend is a port of a Service")
  case (_?, let resource?):
    reading.within("resource") {
      $0.report(
        .forbiddenField, "a backend is a Service or a resource, not both", at: resource.range)
    }
  default: break
  }
}

func checkBetaBackend(
  _ backend: inout IngressBackend, _ node: YAMLNode, _ reading: inout Reading
) {
  guard node.written("resource") == nil else { return }
  for field in ["serviceName", "servicePort"] where node.written(field) == nil {
    reading.reportMissing(field, in: node)
  }
}

func checkBackendPort(
  _ backend: inout IngressBackend, _ node: YAMLNode, _ reading: inout Reading
) {
  let number = node.written("number")
  let hasNumber = number.map { $0.wholeNumber != 0 } ?? false
  switch (node.written("name"), hasNumber) {
  case (nil, false): reading.reportMissing("number", in: node, help: "or write its `name`")
  case (let name?, true):
    reading.within("name") {
      $0.report(
        .forbiddenField, "a port is named or numbered, not both", at: name.range)
    }
  default: break
  }
}

extension Shape where Value == String {
  /// A host of an Ingress: a name, or `*.` and a name; no address.
  static var ingressHost: Shape<String> {
    let subdomain = TextDescription.dnsSubdomain
    let description = TextDescription(
      summary: "a DNS name, or `*.` and one", pattern: "(\\*\\.)?\(subdomain.pattern ?? "")",
      maximumLength: 255)
    return Shape(.text(description)) { node, reading in
      guard let text = Shape<String>.text.read(node, &reading) else { return nil }
      let name = text.hasPrefix("*.") ? String(text.dropFirst(2)) : text
      do throws(NameError) {
        _ = try DNSSubdomain(parsing: name)
      } catch {
        reading.report(
          .badName, "\(quoted(text)): \(error.message)", at: node.range,
          help: text.contains("*") ? "`*` stands for the whole first label: `*.example.com`" : nil)
        return nil
      }
      guard !isAddress(text) else {
        reading.report(.badName, "\(quoted(text)) is an address, not a name", at: node.range)
        return nil
      }
      return text
    }
  }

  /// What may stand between the slashes of an API server's URL (`ValidatePathSegmentName`).
  static var pathSegment: Shape<String> {
    text(TextDescription(summary: "a name", pattern: "[^/%]+")) { text in
      if text.isEmpty || text == "." || text == ".." { return "this is no name" }
      return text.utf8.contains { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "%") }
        ? "a name may not hold `/` or `%`" : nil
    }
  }

  private static func isAddress(_ text: String) -> Bool {
    do {
      _ = try IPAddress(parsing: text)
      return true
    } catch {
      return false
    }
  }
}
