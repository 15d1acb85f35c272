import Diagnostics
import NetworkTypes
import Resources

extension EndpointLowering {
  /// What the endpoint controller would make of the selected pods
  /// (pkg/controller/util/endpoint, staging/src/k8s.io/endpointslice/utils.go).
  func podEndpoints(_ draft: ServiceDraft, _ selected: [Index<Pod>]) -> [Endpoint] {
    var found: [Endpoint] = []
    for index in selected {
      let pod = pods[index.position]
      guard pod.node != nil, !pod.isFinished else { continue }
      let ports = draft.source.ports.map { Self.resolve($0, pod.template) }
      for address in pod.addresses where draft.families.contains(address.address.family) {
        found.append(endpoint(pod, index, address.address, ports, draft))
      }
    }
    return found.sorted { $0.address < $1.address }
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
