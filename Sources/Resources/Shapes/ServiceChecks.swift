internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

/// The rules of a Service's `spec` across its fields (`ValidateService`).
func checkServiceSpec(_ service: inout ServiceResource, _ node: YAMLNode, _ reading: inout Reading)
{
  checkClusterIPs(&service, node, &reading)
  checkPorts(&service, node, &reading)
  checkExternalName(service, node, &reading)
  checkFamilyFields(service, node, &reading)
  checkAffinity(service, node, &reading)
  checkTrafficPolicy(service, node, &reading)
  checkLoadBalancerFields(service, node, &reading)
  warnOfHeadlessFields(service, node, &reading)
}

extension YAMLNode {
  /// The value of a field that is set: neither null nor empty.
  func written(_ field: String) -> YAMLNode? {
    guard let node = self[field], !node.isNull else { return nil }
    if node.isText, node.hasText("") { return nil }
    return node
  }
}

extension Reading {
  /// Reports a field that may not be set beside others.
  mutating func forbid(_ field: String, in node: YAMLNode, _ problem: String, help: String? = nil) {
    guard let value = node.written(field) else { return }
    within(.field(field)) { $0.report(.forbiddenField, problem, at: value.range, help: help) }
  }
}

private func checkPorts(
  _ service: inout ServiceResource, _ node: YAMLNode, _ reading: inout Reading
) {
  let type = service.type.value
  guard let ports = node.written("ports"), ports.count > 0 else {
    if type != .externalName, !service.isHeadless, node["ports"]?.kind != .mapping {
      reading.reportMissing(
        "ports", in: node, help: "only headless and ExternalName Services can do without ports")
    }
    return
  }
  checkPortNames(service, count: ports.count, &reading)
  checkPortNumbers(service, &reading)
  for (position, port) in service.ports.enumerated() where port.nodePort != nil {
    switch type {
    case .nodePort, .loadBalancer: break
    case .externalName: service.ports[position].nodePort = nil
    case .clusterIP: forbidNodePort(port, &reading)
    }
  }
}

private func forbidNodePort(_ port: ServicePortResource, _ reading: inout Reading) {
  guard let nodePort = port.nodePort else { return }
  reading.within(["ports", .index(port.index), "nodePort"]) {
    $0.report(
      .forbiddenField, "not allowed for a Service of type ClusterIP", at: nodePort.range,
      help: "set `type: NodePort`, or leave the node port out")
  }
}

private func checkPortNames(_ service: ServiceResource, count: Int, _ reading: inout Reading) {
  guard count > 1 else { return }
  var first: [String: SourceRange] = [:]
  for port in service.ports {
    reading.within(["ports", .index(port.index)]) { reading in
      if !port.name.range.isWritten {
        guard !reading.isIncomplete else { return }
        reading.within("name") {
          $0.report(
            .missingField, "required, but not set", at: port.port.range,
            help: "each of several ports needs a name")
        }
      } else if let earlier = first[port.name.value] {
        reading.within("name") {
          $0.report(
            .duplicateValue, "the port name \(quoted(port.name.value)) is taken",
            at: port.name.range, notes: [Note("first used here", at: earlier)])
        }
      } else {
        first[port.name.value] = port.name.range
      }
    }
  }
}

/// A port with its protocol; both `port` and `nodePort` are unique with it.
private struct PortKey: Hashable {
  let transport: TransportProtocol
  let port: Port
}

private func checkPortNumbers(_ service: ServiceResource, _ reading: inout Reading) {
  if service.type.value == .loadBalancer { forbidKubeletPort(service, &reading) }
  guard service.ports.count > 1 else { return }
  var ports: [PortKey: SourceRange] = [:]
  var nodePorts: [PortKey: SourceRange] = [:]
  for port in service.ports {
    reading.within(["ports", .index(port.index)]) { reading in
      reading.checkUnique(port.port, port.transport, "port", in: &ports)
      guard let nodePort = port.nodePort else { return }
      reading.checkUnique(nodePort, port.transport, "nodePort", in: &nodePorts)
    }
  }
}

/// The kubelet's own port (`ValidateService`).
private func forbidKubeletPort(_ service: ServiceResource, _ reading: inout Reading) {
  for port in service.ports where port.port.value == 10_250 {
    reading.within(["ports", .index(port.index), "port"]) {
      $0.report(
        .forbiddenField, "a load balancer may not lead to port 10250, the kubelet's",
        at: port.port.range)
    }
  }
}

extension Reading {
  fileprivate mutating func checkUnique(
    _ port: Located<Port>, _ transport: TransportProtocol, _ field: String,
    in seen: inout [PortKey: SourceRange]
  ) {
    let key = PortKey(transport: transport, port: port.value)
    guard let earlier = seen[key] else {
      seen[key] = port.range
      return
    }
    within(.field(field)) {
      $0.report(
        .duplicateValue, "\(port.value)/\(transport.name) is taken in this Service",
        at: port.range, notes: [Note("first used here", at: earlier)])
    }
  }
}

private func checkExternalName(
  _ service: ServiceResource, _ node: YAMLNode, _ reading: inout Reading
) {
  guard service.type.value == .externalName else {
    guard let name = service.externalName else { return }
    reading.within("externalName") {
      $0.report(
        .uselessField, "has no effect for a Service of type \(service.type.value.rawValue)",
        at: name.range, help: "set `type: ExternalName`, or leave it out")
    }
    return
  }
  if node.written("externalName") == nil {
    reading.reportMissing("externalName", in: node, help: "write the name it stands for")
  }
  for field in ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"] {
    if field == "clusterIPs", node.written("clusterIP") != nil { continue }
    if let list = node[field], list.kind == .sequence, list.count == 0 { continue }
    reading.forbid(field, in: node, "not allowed for a Service of type ExternalName")
  }
  if let name = service.externalName, looksLikeAddress(name.value) {
    reading.within("externalName") {
      $0.report(
        .uselessField, "\(quoted(name.value)) is an address, which no resolver follows as a name",
        at: name.range, help: "use a Service without selector and an EndpointSlice instead")
    }
  }
}

private func looksLikeAddress(_ text: String) -> Bool {
  do {
    _ = try IPAddress(parsing: text)
    return true
  } catch {
    return false
  }
}

private func checkAffinity(_ service: ServiceResource, _ node: YAMLNode, _ reading: inout Reading) {
  guard service.sessionAffinity.value == .none, node.written("sessionAffinity")?.isText ?? true,
    let config = node.written("sessionAffinityConfig")
  else { return }
  // An unknown affinity was reported; then nothing is said about its configuration.
  if let word = node.written("sessionAffinity"), !word.hasText("None") { return }
  reading.within("sessionAffinityConfig") {
    $0.report(
      .forbiddenField, "not allowed with `sessionAffinity: None`", at: config.range,
      help: "set `sessionAffinity: ClientIP`")
  }
}

extension ServiceResource {
  /// Whether packets from outside the cluster can be meant for it (`ExternallyAccessible`).
  fileprivate var isReachedFromOutside: Bool {
    switch type.value {
    case .nodePort, .loadBalancer: true
    case .clusterIP: !externalIPs.isEmpty
    case .externalName: false
    }
  }
}

private func checkTrafficPolicy(
  _ service: ServiceResource, _ node: YAMLNode, _ reading: inout Reading
) {
  let isLocal = service.externalTrafficPolicy.value == .local
  if !service.isReachedFromOutside, (node["externalIPs"]?.count ?? 0) == 0 {
    reading.forbid(
      "externalTrafficPolicy", in: node,
      "only for a Service that is reached from outside: NodePort, LoadBalancer or externalIPs")
  }
  guard let port = service.healthCheckNodePort,
    service.type.value != .loadBalancer || !isLocal
  else { return }
  reading.within("healthCheckNodePort") {
    $0.report(
      .forbiddenField, "only for type LoadBalancer with `externalTrafficPolicy: Local`",
      at: port.range)
  }
}

private func checkLoadBalancerFields(
  _ service: ServiceResource, _ node: YAMLNode, _ reading: inout Reading
) {
  guard service.type.value != .loadBalancer else { return }
  let problem = "only for a Service of type LoadBalancer"
  reading.forbid("allocateLoadBalancerNodePorts", in: node, problem)
  reading.forbid("loadBalancerClass", in: node, problem)
  if (node["loadBalancerSourceRanges"]?.count ?? 0) > 0 {
    reading.forbid("loadBalancerSourceRanges", in: node, problem)
  }
}

/// Fields that the API server warns of, since a headless Service has no address to serve
/// (`GetWarningsForService`).
private func warnOfHeadlessFields(
  _ service: ServiceResource, _ node: YAMLNode, _ reading: inout Reading
) {
  guard service.isHeadless, service.type.value == .clusterIP else { return }
  var fields: [(name: String, range: SourceRange)] = []
  if let address = service.loadBalancerIP { fields.append(("loadBalancerIP", address.range)) }
  if let address = service.externalIPs.first { fields.append(("externalIPs", address.range)) }
  if service.sessionAffinity.value == .clientIP {
    fields.append(("sessionAffinity", service.sessionAffinity.range))
  }
  for field in fields {
    reading.within(.field(field.name)) {
      $0.report(.uselessField, "has no effect for a headless Service", at: field.range)
    }
  }
}
