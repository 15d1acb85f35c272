import Diagnostics
package import NetworkTypes
import Resources

extension NetworkLowering {
  /// Leads the Service of the cluster's DNS to the nodes that serve it, and makes that Service
  /// where the input has none.
  ///
  /// A Service with a selector, slices or Endpoints of its own is left as it is: its author says
  /// who answers.
  static func draftClusterDNS(
    _ services: inout [ServiceDraft], _ resources: ResourceSet, cluster: Cluster,
    nodes: [NodeDraft]
  ) {
    let serving = dnsNodes(cluster, nodes)
    guard let place = serving.first?.range else { return }
    let known = services.firstIndex { $0.name == .clusterDNS }
    if let known {
      if !hasEndpoints(services[known], resources) { services[known].servingNodes = serving }
      return
    }
    // One that could not be read is there all the same.
    guard !resources.broken.contains(BrokenResource(kind: .service, name: .clusterDNS)) else {
      return
    }
    let families = dnsFamilies(cluster, nodes, serving.map(\.value))
    var draft = ServiceDraft(
      source: .clusterDNS(families: families, at: place), families: families,
      missingFamilies: [], nodePorts: [nil, nil])
    draft.servingNodes = serving
    let position = services.firstIndex { $0.name > .clusterDNS } ?? services.count
    services.insert(draft, at: position)
  }

  /// Those of `dns.nodes` that exist, in the order of nodes.
  private static func dnsNodes(_ cluster: Cluster, _ nodes: [NodeDraft]) -> [Located<Index<Node>>] {
    let places = Dictionary(
      cluster.dnsNodes.map { ($0.value, $0.range) }, uniquingKeysWith: { first, _ in first })
    return nodes.enumerated().compactMap { position, node in
      places[node.name].map { Located(Index(position), $0) }
    }
  }

  /// The families of `dns.serviceIPs`; where there are none, every one in which a DNS node can be
  /// asked.
  private static func dnsFamilies(
    _ cluster: Cluster, _ nodes: [NodeDraft], _ serving: [Index<Node>]
  ) -> [IPFamily] {
    let available = cluster.serviceRanges.map(\.value.family)
    let written = cluster.dnsServiceAddresses.map(\.value.family).filter(available.contains)
    guard written.isEmpty else { return written }
    let reachable = available.filter { family in
      serving.contains { nodes[$0.position].source.address(family) != nil }
    }
    return reachable.isEmpty ? Array(available.prefix(1)) : reachable
  }

  private static func hasEndpoints(_ draft: ServiceDraft, _ resources: ResourceSet) -> Bool {
    draft.source.selector != nil || !draft.hasClusterIPs
      || resources.endpoints.contains { $0.metadata.objectName == draft.name }
      || resources.endpointSlices.contains {
        $0.metadata.namespace == draft.name.namespace && $0.serviceName?.value == draft.name.name
      }
  }
}

extension EndpointLowering {
  /// The nodes that serve a Service themselves, at their own addresses.
  func nodeEndpoints(_ draft: ServiceDraft) -> [Endpoint] {
    let targets = draft.source.ports.map { port -> Port? in
      if case .number(let number) = port.targetPort.value { number } else { nil }
    }
    let ports = draft.servingPorts ?? targets
    let found = draft.servingNodes.flatMap { node in
      draft.families.compactMap { family in
        nodes[node.value.position].source.address(family).map {
          Endpoint(
            address: $0, ports: ports, pod: nil, node: node.value, unknownNode: nil, isReady: true,
            isServing: true, isTerminating: false, hostname: nil, hintedNodes: [],
            hintedZones: [], range: node.range)
        }
      }
    }
    return found.sorted { $0.address < $1.address }
  }
}

extension NodeResource {
  fileprivate func address(_ family: IPFamily) -> IPAddress? {
    addresses.first { $0.value.family == family }?.value
  }
}

extension ObjectName {
  /// The Service of the cluster's DNS, by the name that every distribution gives it.
  package static let clusterDNS = ObjectName(checkedNamespace: "kube-system", name: "kube-dns")
}
