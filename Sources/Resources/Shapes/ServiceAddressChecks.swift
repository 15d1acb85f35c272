internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

/// Turns `clusterIP` and `clusterIPs` into what they mean
/// (`ValidateServiceClusterIPsRelatedFields`).
func checkClusterIPs(
  _ service: inout ServiceResource, _ node: YAMLNode, _ reading: inout Reading
) {
  let single = service.writtenClusterIP
  let many = service.writtenClusterIPs?.value ?? []
  let all = many.isEmpty ? single.map { [$0] } ?? [] : many
  service.isHeadless = all.contains { $0.value == .none } || single?.value == ClusterIP.none
  service.clusterIPs = all.compactMap { item in
    if case .address(let address) = item.value { Located(address, item.range) } else { nil }
  }
  // Of an ExternalName they are forbidden altogether.
  if service.type.value == .externalName { return }
  checkFirst(single, many, node, &reading)
  checkCount(service, many, node, &reading)
  checkHeadlessType(service, all, &reading)
}

private func checkFirst(
  _ single: Located<ClusterIP>?, _ many: [Located<ClusterIP>], _ node: YAMLNode,
  _ reading: inout Reading
) {
  guard let list = node["clusterIPs"], list.count > 0, list.kind == .sequence else { return }
  guard node.written("clusterIP") != nil else {
    reading.within("clusterIPs") {
      $0.report(
        .missingField, "needs `clusterIP` beside it, with the first of them", at: list.range,
        help: "add `clusterIP`")
    }
    return
  }
  // An item that could not be read was reported.
  guard let single, let first = many.first, many.count == list.count, single != first
  else { return }
  reading.within(["clusterIPs", 0]) {
    $0.report(
      .mismatch, "is not the same as `clusterIP`", at: first.range,
      notes: [Note("`clusterIP` is here", at: single.range)])
  }
}

private func checkCount(
  _ service: ServiceResource, _ many: [Located<ClusterIP>], _ node: YAMLNode,
  _ reading: inout Reading
) {
  guard let range = service.writtenClusterIPs?.range else { return }
  if service.isHeadless, many.count > 1 {
    reading.within("clusterIPs") {
      $0.report(.forbiddenField, "`None` must stand alone", at: range)
    }
  } else if many.count > 2 {
    reading.within("clusterIPs") {
      $0.report(
        .tooMany, "\(many.count) addresses are more than the 2 allowed, one per family", at: range)
    }
  } else {
    reading.within("clusterIPs") { checkFamilies(service.clusterIPs, "address", &$0) }
  }
}

private func checkHeadlessType(
  _ service: ServiceResource, _ all: [Located<ClusterIP>], _ reading: inout Reading
) {
  let type = service.type.value
  guard service.isHeadless, type == .nodePort || type == .loadBalancer,
    let none = service.writtenClusterIP ?? all.first
  else { return }
  reading.within("clusterIP") {
    $0.report(
      .forbiddenField, "`None` is not allowed for a Service of type \(type.rawValue)",
      at: none.range, notes: [Note("the type is here", at: service.type.range)])
  }
}

/// `ipFamilies` and `ipFamilyPolicy`, with the addresses that must agree with them.
func checkFamilyFields(_ service: ServiceResource, _ node: YAMLNode, _ reading: inout Reading) {
  if service.type.value == .externalName { return }
  let families = service.ipFamilies
  if families.count > 2 {
    reading.within("ipFamilies") {
      $0.report(
        .tooMany, "\(families.count) families are more than the 2 there are",
        at: node["ipFamilies"]?.range ?? node.range)
    }
  } else if families.count == 2, families[0] == families[1] {
    reading.within(["ipFamilies", 1]) {
      $0.report(
        .duplicateValue, "\(families[1].value.name) is named twice", at: families[1].range,
        notes: [Note("first named here", at: families[0].range)])
    }
  }
  checkAddressFamilies(service, node, &reading)
  checkSingleStack(service, node, &reading)
}

private func checkAddressFamilies(
  _ service: ServiceResource, _ node: YAMLNode, _ reading: inout Reading
) {
  // Positions mean something only where every item of both lists could be read.
  guard service.ipFamilies.count == node["ipFamilies"]?.count ?? 0,
    service.clusterIPs.count == max(node["clusterIPs"]?.count ?? 0, 1)
  else { return }
  for (index, pair) in zip(service.clusterIPs, service.ipFamilies).enumerated()
  where pair.0.value.family != pair.1.value {
    let path: [FieldPath.Step] =
      service.writtenClusterIPs == nil ? ["clusterIP"] : ["clusterIPs", .index(index)]
    reading.within(path) {
      $0.report(
        .mismatch, "\(pair.0.value) is not an \(pair.1.value.name) address", at: pair.0.range,
        notes: [Note("the family is asked for here", at: pair.1.range)])
    }
  }
}

private func checkSingleStack(
  _ service: ServiceResource, _ node: YAMLNode, _ reading: inout Reading
) {
  guard let policy = service.ipFamilyPolicy, policy.value == .singleStack else { return }
  for (field, count) in [
    ("ipFamilies", service.ipFamilies.count), ("clusterIPs", service.clusterIPs.count),
  ] where count == 2 {
    reading.within(.field(field)) {
      $0.report(
        .forbiddenField, "two entries are not allowed with `ipFamilyPolicy: SingleStack`",
        at: node[field]?.range ?? policy.range,
        notes: [Note("the policy is here", at: policy.range)])
    }
  }
}
