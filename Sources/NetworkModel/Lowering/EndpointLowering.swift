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
  let advertisements: ServiceAdvertisements
  let slices: [EndpointSliceResource]
  let endpoints: [EndpointsResource]
  private var slicesByService: [ObjectName: [Int]] = [:]
  private var endpointsByService: [ObjectName: Int] = [:]
  private var podByName: [ObjectName: Index<Pod>] = [:]
  private var podByAddress: [IPAddress: Index<Pod>] = [:]
  private(set) var nodeByName: [String: Index<Node>] = [:]
  let nodeNames: [String]
  let nodes: [NodeDraft]

  init(
    _ resources: ResourceSet, pods: [PodDraft], nodes: [NodeDraft], selection: PodSelection,
    advertisements: ServiceAdvertisements
  ) {
    self.pods = pods
    self.selection = selection
    self.advertisements = advertisements
    nodeNames = nodes.map(\.name)
    self.nodes = nodes
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
    let selected = draft.servingNodes.isEmpty ? selectedPods(draft) : []
    let fromPods = podEndpoints(draft, selected)
    var source: EndpointSource = draft.source.selector == nil ? .none : .selector
    var chosen = fromPods
    if draft.source.type.value == .externalName {
      (source, chosen) = (.none, [])
    } else if !draft.servingNodes.isEmpty {
      (source, chosen) = (.nodes, nodeEndpoints(draft))
    } else if let positions = slices(of: draft) {
      source = .endpointSlices
      chosen = merge(
        positions.flatMap { sliceEndpoints(slices[$0], draft, log: &log) }, draft, &log)
      reportBarePorts(draft, chosen, given: positions.flatMap { slices[$0].ports }, log: &log)
    } else if let position = endpointsByService[draft.name] {
      source = .endpoints
      chosen = merge(subsetEndpoints(endpoints[position], draft, log: &log), draft, &log)
      let ports = endpoints[position].subsets.flatMap(\.ports)
      reportBarePorts(draft, chosen, given: ports, log: &log)
    }
    if draft.source.selector != nil, source == .endpointSlices || source == .endpoints {
      reportDisagreement(draft, given: chosen, found: fromPods, log: &log)
    }
    return draft.finished(
      selected: selected, source: source, endpoints: chosen, advertisements: advertisements)
  }

  private func selectedPods(_ draft: ServiceDraft) -> [Index<Pod>] {
    guard let selector = draft.source.selector, draft.source.type.value != .externalName else {
      return []
    }
    return selection.matching(selector, in: draft.name.namespace).map { Index($0) }
  }

  /// kube-proxy passes over slices that the controller marked as a headless Service's
  /// (endpointslicecache.go); nil where none is left.
  private func slices(of draft: ServiceDraft) -> [Int]? {
    let positions = slicesByService[draft.name, default: []].filter {
      draft.source.isHeadless || !slices[$0].isOfHeadlessService
    }
    return positions.isEmpty ? nil : positions
  }

  private func merge(
    _ given: [Endpoint], _ draft: ServiceDraft, _ log: inout DiagnosticLog
  ) -> [Endpoint] {
    let merge = EndpointMerge(given)
    reportContradictions(merge.contradictions, draft, log: &log)
    return merge.endpoints
  }

  func podIndex(name: String?, namespace: String, address: IPAddress) -> Index<Pod>? {
    if let name, let pod = podByName[ObjectName(checkedNamespace: namespace, name: name)] {
      return pod
    }
    return podByAddress[address]
  }
}
