import Diagnostics
import NetworkTypes
import Resources

extension EndpointLowering {
  /// Where selected pods that are endpoints are found, sorted by address.
  func podAddresses(
    _ draft: ServiceDraft, _ selected: [Index<Pod>]
  ) -> [(address: IPAddress, pod: Index<Pod>)] {
    var found: [(address: IPAddress, pod: Index<Pod>)] = []
    found.reserveCapacity(selected.count)
    for index in selected {
      let pod = pods[index.position]
      guard pod.node != nil, !pod.isFinished else { continue }
      for address in pod.addresses where draft.families.contains(address.address.family) {
        found.append((address.address, index))
      }
    }
    return found.sorted { $0.address < $1.address }
  }

  /// What the endpoint controller would make of the selected pods
  /// (pkg/controller/util/endpoint, staging/src/k8s.io/endpointslice/utils.go).
  func podEndpoints(
    _ draft: ServiceDraft, _ found: [(address: IPAddress, pod: Index<Pod>)]
  ) -> [Endpoint] {
    // Most pods of a Service are alike: they share one list.
    var ports: [Port?] = []
    return found.map { address, index in
      let pod = pods[index.position]
      let own = draft.source.ports.map { Self.resolve($0, pod.template) }
      if own != ports { ports = own }
      return endpoint(pod, index, address, ports, draft)
    }
  }

  private func endpoint(
    _ pod: PodDraft, _ index: Index<Pod>, _ address: IPAddress, _ ports: [Port?],
    _ draft: ServiceDraft
  ) -> Endpoint {
    let isListed = draft.source.publishesNotReadyAddresses
    let isMember = pod.subdomain == draft.name.name
    return Endpoint(
      address: address, ports: ports, pod: index, node: pod.node, unknownNode: nil,
      isReady: isListed || (pod.isReady && !pod.isTerminating), isServing: pod.isReady,
      isTerminating: pod.isTerminating,
      hostname: isMember ? pod.hostname : nil, hintedNodes: [], hintedZones: [],
      range: pod.range)
  }

  /// A target port as the pod has it: a number as it is; a name by the first container port of
  /// that name and protocol, sidecars included; nil where the pod has none.
  static func resolve(_ port: ServicePortResource, _ template: PodTemplate) -> Port? {
    switch port.targetPort.value {
    case .number(let number): return number
    case .name(let name):
      for container in template.containers where !container.isInit || container.isSidecar {
        for candidate in container.ports
        where candidate.name?.value == name && candidate.transport == port.transport {
          return candidate.containerPort.value
        }
      }
      return nil
    }
  }
}
