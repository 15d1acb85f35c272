import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

extension Planner {
  /// Every port of every Service that a proxy serves, once per family; sorted by family and label.
  static func planServicePorts(_ network: Network) -> [ServicePortPlan] {
    let zones = network.nodes.map(zone)
    let nodeByName = Dictionary(
      network.nodes.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    var ports: [ServicePortPlan] = []
    for service in network.services where isServed(service) {
      for clusterIP in service.clusterIPs {
        for index in service.ports.indices {
          let endpoints = planEndpoints(
            service, port: index, family: clusterIP.address.family, zones: zones,
            nodeByName: nodeByName)
          ports.append(plan(service, index, clusterIP.address, endpoints))
        }
      }
    }
    return ports.sorted {
      ($0.family, $0.label, $0.transport) < ($1.family, $1.label, $1.transport)
    }
  }

  /// kube-proxy's `ShouldSkipService` (pkg/proxy/util/utils.go).
  private static func isServed(_ service: Service) -> Bool {
    service.type != .externalName && !service.isHeadless && !service.isForAnotherProxy
  }

  private static func plan(
    _ service: Service, _ index: Int, _ clusterIP: IPAddress, _ endpoints: [EndpointPlan]
  ) -> ServicePortPlan {
    let port = service.ports[index]
    let family = clusterIP.family
    let isExternal = service.type != .clusterIP || !service.externalIPs.isEmpty
    return ServicePortPlan(
      label: PlainToken(
        port.name.isEmpty ? "\(service.name)" : "\(service.name):\(port.name)"),
      family: family, transport: port.transport, clusterIP: clusterIP, port: port.port,
      nodePort: port.nodePort?.port,
      externalIPs: addresses(service.externalIPs, family),
      loadBalancerIPs: addresses(service.loadBalancerIPs, family),
      loadBalancerSourceRanges: service.loadBalancerSourceRanges.map(\.value)
        .filter { $0.family == family }.sorted(),
      externalTrafficIsLocal: isExternal && service.externalTrafficPolicy.value == .local,
      internalTrafficIsLocal: service.internalTrafficPolicy.value == .local,
      affinityTimeoutSeconds: service.affinityTimeoutSeconds?.value,
      healthCheckNodePort: service.healthCheckNodePort?.value, endpoints: endpoints,
      differsByNode: service.internalTrafficPolicy.value == .local
        || (isExternal && service.externalTrafficPolicy.value == .local)
        || endpoints.contains { !$0.hintedNodes.isEmpty || !$0.hintedZones.isEmpty })
  }

  private static func addresses(_ all: [Located<IPAddress>], _ family: IPFamily) -> [IPAddress] {
    all.map(\.value).filter { $0.family == family }.sorted()
  }

  /// The endpoints of one port and family that may get traffic, in kube-proxy's order: by the
  /// text `address:port`.
  private static func planEndpoints(
    _ service: Service, port index: Int, family: IPFamily, zones: [String?],
    nodeByName: [String: Int]
  ) -> [EndpointPlan] {
    var found: [(key: String, plan: EndpointPlan)] = []
    for endpoint in service.endpoints where endpoint.address.family == family {
      guard let port = endpoint.ports[index],
        endpoint.isReady || (endpoint.isServing && endpoint.isTerminating)
      else { continue }
      let hints = hints(service, endpoint, zones: zones, nodeByName: nodeByName)
      let plan = EndpointPlan(
        address: endpoint.address, port: port, node: endpoint.node?.position,
        isReady: endpoint.isReady, hintedNodes: hints.nodes, hintedZones: hints.zones)
      found.append((plan.text, plan))
    }
    return found.sorted { $0.key < $1.key }.map(\.plan)
  }

  /// Hints as given, or as the slice controller would write them for `trafficDistribution`
  /// (staging/src/k8s.io/endpointslice/trafficdist): for ready endpoints, their own place.
  private static func hints(
    _ service: Service, _ endpoint: Endpoint, zones: [String?], nodeByName: [String: Int]
  ) -> (nodes: [Int], zones: [String]) {
    guard endpoint.isReady else { return ([], []) }
    if service.endpointSource != .selector {
      return (
        endpoint.hintedNodes.map { nodeByName[$0] ?? EndpointPlan.noNode }.sorted(),
        endpoint.hintedZones
      )
    }
    guard let distribution = service.trafficDistribution?.value, let node = endpoint.node else {
      return ([], [])
    }
    let zone = zones[node.position].map { [$0] } ?? []
    return (distribution == .preferSameNode ? [node.position] : [], zone)
  }
}
