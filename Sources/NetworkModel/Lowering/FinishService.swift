import Diagnostics
import NetworkTypes
import Resources

extension ServiceDraft {
  func finished(
    selected: [Index<Pod>], source endpointSource: EndpointSource, endpoints: [Endpoint],
    advertisements: ServiceAdvertisements
  ) -> Service {
    let isServed = { (address: Located<IPAddress>) in families.contains(address.value.family) }
    let externalIPs = source.externalIPs
    return Service(
      name: name, range: source.metadata.name.range, type: source.type.value,
      isHeadless: source.isHeadless, families: families, clusterIPs: clusterIPs,
      ports: finishedPorts, selector: servingNodes.isEmpty ? source.selector : nil,
      selectorRange: servingNodes.isEmpty ? source.selectorRange : nil,
      selectedPods: selected, endpointSource: endpointSource, endpoints: endpoints,
      externalName: source.externalName, externalIPs: externalIPs.filter(isServed),
      unservedExternalIPs: families.isEmpty ? [] : externalIPs.filter { !isServed($0) },
      loadBalancerIPs: loadBalancerIPs, loadBalancerPool: loadBalancerPool,
      l2Advertisements: advertisements.l2(of: self),
      bgpAdvertisements: advertisements.bgp(of: self),
      loadBalancerSourceRanges: source.loadBalancerSourceRanges,
      externalTrafficPolicy: source.externalTrafficPolicy,
      internalTrafficPolicy: source.internalTrafficPolicy,
      affinityTimeoutSeconds: source.sessionAffinity.value == .clientIP
        ? Located(source.affinityTimeoutSeconds, source.sessionAffinity.range) : nil,
      publishesNotReadyAddresses: source.publishesNotReadyAddresses,
      healthCheckNodePort: healthCheckNodePort,
      trafficDistribution: source.trafficDistribution,
      isForAnotherProxy: source.isForAnotherProxy)
  }

  private var finishedPorts: [ServicePort] {
    zip(source.ports, nodePorts).map { port, nodePort in
      ServicePort(
        name: port.name.value, nameRange: port.name.range, transport: port.transport,
        port: port.port.value,
        targetPort: port.targetPort, nodePort: nodePort, range: port.range,
        portRange: port.port.range)
    }
  }
}
