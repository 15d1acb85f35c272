internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

private let proxyNameLabel = "service.kubernetes.io/service-proxy-name"
private let sourceRangesAnnotation = "service.beta.kubernetes.io/load-balancer-source-ranges"

/// The rules between a Service's metadata and its `spec`.
func checkService(_ service: inout ServiceResource, _ node: YAMLNode, _ reading: inout Reading) {
  if node.written("spec") == nil {
    reading.within("spec") {
      $0.reportMissing(
        "ports", in: node, help: "only headless and ExternalName Services can do without ports")
    }
  }
  service.isForAnotherProxy = service.metadata.labels.contains { $0.key == proxyNameLabel }
  checkNameStart(service, &reading)
  checkSourceRangesAnnotation(&service, node, &reading)
}

/// Until Kubernetes 1.36 (RelaxedServiceNameValidation) a Service's name was an RFC 1035 label.
private func checkNameStart(_ service: ServiceResource, _ reading: inout Reading) {
  let name = service.metadata.name
  guard let first = name.value.utf8.first, (0x30...0x39).contains(first) else { return }
  reading.within(["metadata", "name"]) {
    $0.report(
      .digitalServiceName, "\(quoted(name.value)) starts with a digit", at: name.range,
      help: "API servers before 1.36 refuse the name; start it with a letter")
  }
}

/// The annotation that came before `loadBalancerSourceRanges`; the field wins.
private func checkSourceRangesAnnotation(
  _ service: inout ServiceResource, _ node: YAMLNode, _ reading: inout Reading
) {
  let annotation = service.metadata.annotations.first { $0.key == sourceRangesAnnotation }
  guard let annotation, (node["spec"]?["loadBalancerSourceRanges"]?.count ?? 0) == 0
  else { return }
  let ranges = reading.within(["metadata", "annotations", .key(annotation.key)]) {
    reading -> [Located<IPPrefix>] in
    guard service.type.value == .loadBalancer else {
      reading.report(
        .forbiddenField, "only for a Service of type LoadBalancer", at: annotation.range)
      return []
    }
    let text = annotation.value.trimmed
    if text.isEmpty { return [] }
    return text.split(separator: ",", omittingEmptySubsequences: false).compactMap { part in
      reading.parsePrefix(String(part).trimmed, at: annotation.range)
        .map { Located($0, annotation.range) }
    }
  }
  service.loadBalancerSourceRanges = ranges
}
