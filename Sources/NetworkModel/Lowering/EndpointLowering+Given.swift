import Diagnostics
import NetworkTypes
import Resources

extension EndpointLowering {
  func sliceEndpoints(
    _ slice: EndpointSliceResource, _ draft: ServiceDraft, log: inout DiagnosticLog
  ) -> [Endpoint] {
    let ports = join(slice.ports, draft, object: "EndpointSlice \(slice.metadata.objectName)", &log)
    return slice.endpoints.compactMap { given($0, ports: ports, draft) }
  }

  func subsetEndpoints(
    _ object: EndpointsResource, _ draft: ServiceDraft, log: inout DiagnosticLog
  ) -> [Endpoint] {
    object.subsets.flatMap { subset in
      let ports = join(subset.ports, draft, object: "Endpoints \(object.metadata.objectName)", &log)
      return subset.endpoints.compactMap { given($0, ports: ports, draft) }
    }
  }

  /// The given ports by the index of the Service's: joined by name and protocol.
  private func join(
    _ given: [EndpointPortResource], _ draft: ServiceDraft, object: String,
    _ log: inout DiagnosticLog
  ) -> [Port?] {
    for port in given where isUnknown(port, draft) {
      report(port, draft, object: object, &log)
    }
    return draft.source.ports.map { wanted in
      given.first { $0.name == wanted.name.value && $0.transport == wanted.transport }?.port
    }
  }

  private func isUnknown(_ port: EndpointPortResource, _ draft: ServiceDraft) -> Bool {
    port.port != nil && !draft.source.ports.isEmpty
      && !draft.source.ports.contains {
        $0.name.value == port.name && $0.transport == port.transport
      }
  }

  /// Ports that no given endpoint has. Silent where a given port has the name of none, since that
  /// is most likely the same mistake.
  func reportBarePorts(
    _ draft: ServiceDraft, _ endpoints: [Endpoint], given: [EndpointPortResource],
    log: inout DiagnosticLog
  ) {
    guard !endpoints.isEmpty, !draft.source.isHeadless, !draft.source.isForAnotherProxy,
      !given.contains(where: { isUnknown($0, draft) })
    else { return }
    let bare = draft.source.ports.indices.filter { index in
      endpoints.allSatisfy { $0.ports[index] == nil }
    }
    guard let first = bare.first else { return }
    let names = bare.map { index -> String in
      let port = draft.source.ports[index]
      let name = port.name.value.isEmpty ? "\(port.port.value)" : port.name.value
      return "\(name) (\(port.transport.name))"
    }
    log.report(
      .servicePortWithoutEndpoint,
      "no endpoint given for service \(draft.name) has port \(names.joined(separator: " or "))",
      at: draft.source.ports[first].range,
      notes: endpoints.first.map { [Note("an endpoint is here", at: $0.range)] } ?? [],
      help: "add the port to the slices by name and protocol, or connections to it are refused",
      object: draft.object)
  }

  private func given(
    _ source: EndpointResource, ports: [Port?], _ draft: ServiceDraft
  ) -> Endpoint? {
    guard let address = source.addresses.first,
      draft.families.contains(address.value.family)
    else { return nil }
    let pod = podIndex(
      name: source.podName, namespace: draft.name.namespace, address: address.value)
    let node = source.nodeName.flatMap { nodeByName[$0.value] }
    return Endpoint(
      address: address.value, ports: ports, pod: pod, node: node,
      unknownNode: node == nil ? source.nodeName : nil, isReady: source.isReady,
      isServing: source.isServing, isTerminating: source.isTerminating,
      hostname: source.hostname, hintedNodes: source.hintedNodes, hintedZones: source.hintedZones,
      range: address.range)
  }

  private func report(
    _ port: EndpointPortResource, _ draft: ServiceDraft, object: String, _ log: inout DiagnosticLog
  ) {
    let shown = port.name.isEmpty ? "the unnamed port" : "port \(port.name)"
    let wanted = draft.source.ports.map { $0.name.value.isEmpty ? "(unnamed)" : $0.name.value }
    log.report(
      .endpointPortUnknown,
      "\(shown) (\(port.transport.name)) matches no port of service \(draft.name)", at: port.range,
      notes: [
        Note(
          "the Service's ports: \(wanted.joined(separator: ", "))",
          at: draft.source.metadata.name.range)
      ],
      help: "ports are joined by name and protocol; give both sides the same name", object: object)
  }

  func reportContradictions(
    _ found: [(kept: Endpoint, passedOver: Endpoint)], _ draft: ServiceDraft,
    log: inout DiagnosticLog
  ) {
    guard let first = found.min(by: { $0.passedOver.range < $1.passedOver.range }) else { return }
    let more = found.count == 1 ? "" : ", and \(found.count - 1) more"
    log.report(
      .endpointContradicted,
      "endpoint \(first.kept.address) of service \(draft.name) is given twice,"
        + " \(shown(first.kept, beside: first.passedOver)) and"
        + " \(shown(first.passedOver, beside: first.kept))\(more)",
      at: first.passedOver.range, notes: [Note("this one counts", at: first.kept.range)],
      help: "leave one of them out", object: draft.object)
  }

  /// What an endpoint says of itself and the other one denies.
  private func shown(_ endpoint: Endpoint, beside other: Endpoint) -> String {
    if endpoint.isReady != other.isReady { return endpoint.isReady ? "ready" : "not ready" }
    if endpoint.isServing != other.isServing {
      return endpoint.isServing ? "serving" : "not serving"
    }
    if let node = endpoint.node { return "on node \(nodeNames[node.position])" }
    return endpoint.unknownNode.map { "on node \($0.value)" } ?? "on no node"
  }

  func reportDisagreement(
    _ draft: ServiceDraft, given: [Endpoint], found: [Endpoint], log: inout DiagnosticLog
  ) {
    let givenAddresses = Set(given.map(\.address))
    let foundAddresses = Set(found.map(\.address))
    guard !found.isEmpty, givenAddresses != foundAddresses,
      let selector = draft.source.selectorRange
    else { return }
    let extra = given.first { !foundAddresses.contains($0.address) }
    let missing = found.first { !givenAddresses.contains($0.address) }
    var parts: [String] = []
    if let extra { parts.append("\(extra.address) is given only") }
    if let missing { parts.append("\(missing.address) is selected only") }
    log.report(
      .slicesDisagree,
      "the endpoints given for service \(draft.name) are not those its selector finds: "
        + parts.joined(separator: ", "), at: selector,
      notes: (given.first.map { [Note("given here, and used", at: (extra ?? $0).range)] } ?? [])
        + (missing.map { [Note("selected, but not given", at: $0.range)] } ?? []),
      help: "remove the slices to follow the pods, or the selector to keep the slices",
      object: draft.object)
  }
}

extension NetworkLowering {
  /// Endpoints and slices whose Service is nowhere in the input (nor broken). Empty ones are
  /// passed over: programs of old use them as locks.
  static func strayEndpoints(_ resources: ResourceSet) -> [StrayEndpoints] {
    var known = Set(resources.services.map(\.metadata.objectName))
    for broken in resources.broken.filter({ $0.kind == .service }) { known.insert(broken.name) }
    let slices = resources.endpointSlices.compactMap { slice -> StrayEndpoints? in
      let namespace = slice.metadata.namespace
      guard !slice.endpoints.isEmpty else { return nil }
      if let service = slice.serviceName,
        known.contains(ObjectName(checkedNamespace: namespace, name: service.value))
      {
        return nil
      }
      return StrayEndpoints(
        object: "EndpointSlice \(slice.metadata.objectName)", serviceName: slice.serviceName?.value,
        namespace: namespace, range: slice.serviceName?.range ?? slice.metadata.name.range)
    }
    let objects = resources.endpoints.filter { object in
      object.subsets.contains { !$0.endpoints.isEmpty }
        && !known.contains(object.metadata.objectName)
    }.map {
      StrayEndpoints(
        object: "Endpoints \($0.metadata.objectName)", serviceName: $0.metadata.name.value,
        namespace: $0.metadata.namespace, range: $0.metadata.name.range)
    }
    return slices + objects
  }
}
