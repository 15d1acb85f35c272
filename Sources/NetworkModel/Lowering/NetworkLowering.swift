package import Diagnostics
import NetworkTypes
package import Resources

/// The resolved network and the lock that keeps its choices.
package struct LoweredNetwork: Sendable {
  package let network: Network
  package let lock: AddressLock
}

/// Resources → network: names become indices, defaults are filled in, and everything that the
/// input leaves open is decided, in the order of these steps and nowhere else.
package enum NetworkLowering {
  /// Nil when there is no readable Cluster document, which the reader has reported.
  package static func lower(
    _ resources: ResourceSet, lock: AddressLock, log: inout DiagnosticLog
  ) -> LoweredNetwork? {
    guard let source = resources.cluster else { return nil }
    let cluster = lowerCluster(source)
    let nodes = lowerNodes(resources, cluster: source, lock: lock, log: &log)
    var pods = expandPods(resources, nodes: nodes, log: &log)
    if source.dns.nodeResolver == nil { checkResolvers(pods, log: &log) }
    placePods(&pods, on: nodes, resources: resources, lock: lock, log: &log)
    assignAddresses(&pods, nodes: nodes, families: cluster.families, lock: lock, log: &log)
    var services = draftServices(resources, cluster: cluster)
    draftClusterDNS(&services, resources, cluster: cluster, nodes: nodes)
    draftIngressService(&services, resources, cluster: source, nodes: nodes, log: &log)
    assignClusterIPs(&services, cluster: cluster, lock: lock, log: &log)
    assignNodePorts(
      &services, pods: pods, range: cluster.nodePortRange.value, lock: lock, log: &log)
    let namespaces = lowerNamespaces(resources, services)
    let loadBalancing = LoadBalancingLowering(
      resources, namespace: source.loadBalancing.namespace, nodes: nodes, namespaces: namespaces
    ).lower(log: &log)
    assignLoadBalancerIPs(
      &services, loadBalancing, settings: source.loadBalancing, resources, lock: lock, log: &log)
    let advertisements = ServiceAdvertisements(loadBalancing)
    advertisements.reportHidden(services, log: &log)
    let podsByAddress = PodsByAddress(pods)
    let endpoints = EndpointLowering(
      resources, pods: pods, nodes: nodes,
      selection: PodSelection(pods, selectors: services.compactMap(\.source.selector)),
      podsByAddress: podsByAddress, advertisements: advertisements)
    let resolved = services.map { endpoints.resolve($0, log: &log) }
    let http = lowerHTTP(
      resources, cluster: source, nodes: nodes, services: resolved, log: &log)
    let finished = finish(nodes, pods: pods, families: cluster.families)
    let elections = LeaderElection(
      services: resolved, nodes: finished, advertisements: loadBalancing.l2Advertisements
    ).addresses()
    VirtualRouterCount.check(elections, cluster, log: &log)
    let workloads = finishWorkloads(resources, pods: pods)
    let finishedPods = pods.map(Pod.init)
    let network = Network(
      cluster: cluster, nodes: finished,
      namespaces: namespaces, pods: finishedPods,
      podsOfTheirOwnNetwork: podsOfTheirOwnNetwork(finishedPods, workloads: workloads),
      podsByAddress: podsByAddress, workloads: workloads, services: resolved, http: http,
      loadBalancing: loadBalancing,
      electedAddresses: elections,
      strayEndpoints: strayEndpoints(resources), allowances: allowances(resources),
      broken: BrokenNames(resources.broken))
    return LoweredNetwork(
      network: network,
      lock: makeLock(cluster: cluster, nodes: nodes, pods: pods, services: services))
  }
}
