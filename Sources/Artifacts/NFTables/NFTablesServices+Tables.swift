import NetworkTypes

extension NFTablesServices {
  /// Every map and set, sorted within; those that rules name are there even if they are empty.
  var sets: [NFTablesDocument.NamedSet] {
    let addresses = Set(clusterIPs).sorted()
    return [
      .init(name: .clusterIPs, type: .addresses, elements: addresses.map { .address($0) }),
      .init(name: .services, type: .servicePorts, elements: services),
      .init(name: .nodePorts, type: .hostPorts, elements: nodePorts),
      .init(name: .endpoints, type: .endpoints, elements: endpoints),
      .init(name: .localEndpoints, type: .endpoints, elements: localEndpoints),
      .init(name: .nodePortEndpoints, type: .hostPortEndpoints, elements: nodePortEndpoints),
      .init(
        name: .nodePortLocalEndpoints, type: .hostPortEndpoints, elements: nodePortLocalEndpoints),
      .init(name: .refusedServices, type: .servicePorts, elements: refusedServices),
      .init(name: .refusedNodePorts, type: .hostPorts, elements: refusedNodePorts),
      .init(name: .guardedPorts, type: .guardedPorts, elements: guardedPorts),
      .init(name: .allowedSources, type: .allowedSources, elements: allowedSources),
    ] + affinity.sets
  }

  var chains: [NFTablesDocument.Chain] { picks.chains + affinity.chains }
}
