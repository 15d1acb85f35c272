import Diagnostics
import NetworkTypes
import Resources

/// Resolves each Service's endpoints: from EndpointSlices, else from its Endpoints object, else
/// from the pods its selector matches.
struct EndpointLowering {
  struct Key: Hashable {
    let namespace: String
    let name: String
  }
  let pods: [PodDraft]
  let selection: PodSelection
  let slices: [EndpointSliceResource]
  let endpoints: [EndpointsResource]
  private var slicesByService: [ObjectName: [Int]] = [:]
  private var endpointsByService: [ObjectName: Int] = [:]
  private var podByName: [ObjectName: Index<Pod>] = [:]
  private var podByAddress: [IPAddress: Index<Pod>] = [:]
  private var nodeByName: [String: Index<Node>] = [:]

  init(
    _ resources: ResourceSet, pods: [PodDraft], nodes: [NodeDraft], selection: PodSelection
  ) {
    self.pods = pods
    self.selection = selection
    slices = resources.endpointSlices
    endpoints = resources.endpoints
    for (position, slice) in slices.enumerated() {
      guard let service = slice.serviceName else { continue }
      let name = ObjectName(checkedNamespace: slice.metadata.namespace, name: service.value)
      slicesByService[name, default: []].append(position)
    }
    for (position, object) in endpoints.enumerated() {
      endpointsByService[object.metadata.objectName] = position
    }
    for (position, pod) in pods.enumerated() {
      podByName[pod.name] = Index(position)
      guard pod.node != nil, !pod.isFinished, !pod.template.usesHostNetwork else { continue }
      for address in pod.addresses where podByAddress[address.address] == nil {
        podByAddress[address.address] = Index(position)
      }
    }
    for (position, node) in nodes.enumerated() { nodeByName[node.name] = Index(position) }
  }

  /// The finished Service.
  func resolve(_ draft: ServiceDraft, log: inout DiagnosticLog) -> Service {
    let selected = selectedPods(draft)
    let fromPods = podEndpoints(draft, selected)
    var source: EndpointSource = draft.source.selector == nil ? .none : .selector
    var chosen = fromPods
    if draft.source.type.value == .externalName {
      (source, chosen) = (.none, [])
    } else if let positions = slicesByService[draft.name] {
      source = .endpointSlices
      chosen = merge(positions.flatMap { sliceEndpoints(slices[$0], draft, log: &log) }, draft)
    } else if let position = endpointsByService[draft.name] {
      source = .endpoints
      chosen = merge(subsetEndpoints(endpoints[position], draft, log: &log), draft)
    }
    if draft.source.selector != nil, source == .endpointSlices || source == .endpoints {
      reportDisagreement(draft, given: chosen, found: fromPods, log: &log)
    }
    return draft.finished(selected: selected, source: source, endpoints: chosen)
  }

  private func selectedPods(_ draft: ServiceDraft) -> [Index<Pod>] {
    guard let selector = draft.source.selector, draft.source.type.value != .externalName else {
      return []
    }
    return selection.matching(selector, in: draft.name.namespace).map { Index($0) }
  }

  func podIndex(name: String?, namespace: String, address: IPAddress) -> Index<Pod>? {
    if let name, let pod = podByName[ObjectName(checkedNamespace: namespace, name: name)] {
      return pod
    }
    return podByAddress[address]
  }

  func node(_ name: String?, pod: Index<Pod>?) -> Index<Node>? {
    if let name { return nodeByName[name] }
    return pod.flatMap { pods[$0.position].node }
  }

  /// One endpoint per address: ports of several slices are joined; of two entries with the same
  /// address and port the one that is not terminating counts (endpointslicecache.go).
  private func merge(_ all: [Endpoint], _ draft: ServiceDraft) -> [Endpoint] {
    let sorted = all.enumerated().sorted { left, right in
      (left.element.address, left.element.isTerminating ? 1 : 0, left.offset)
        < (right.element.address, right.element.isTerminating ? 1 : 0, right.offset)
    }
    var merged: [Endpoint] = []
    merged.reserveCapacity(sorted.count)
    for (_, endpoint) in sorted {
      if let last = merged.last, last.address == endpoint.address {
        merged[merged.count - 1] = last.adding(ports: endpoint.ports)
      } else {
        merged.append(endpoint)
      }
    }
    return merged
  }
}

extension Endpoint {
  /// The same endpoint with ports that it lacked.
  fileprivate func adding(ports more: [Port?]) -> Endpoint {
    Endpoint(
      address: address, ports: zip(ports, more).map { $0 ?? $1 }, pod: pod, node: node,
      isReady: isReady, isServing: isServing, isTerminating: isTerminating, hostname: hostname,
      hintedNodes: hintedNodes, hintedZones: hintedZones, range: range)
  }
}
