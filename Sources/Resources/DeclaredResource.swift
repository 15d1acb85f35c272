internal import Diagnostics
internal import NetworkTypes

/// An object of the input with a name.
protocol DeclaredResource: Sendable {
  var metadata: Metadata { get set }
  /// The whole document.
  var range: SourceRange { get }
}

extension ClusterResource: DeclaredResource {}
extension NodeResource: DeclaredResource {}
extension NamespaceResource: DeclaredResource {}
extension PodResource: DeclaredResource {}
extension WorkloadResource: DeclaredResource {}
extension SecretResource: DeclaredResource {}
extension ServiceResource: DeclaredResource {}
extension EndpointsResource: DeclaredResource {}
extension EndpointSliceResource: DeclaredResource {}
extension IPAddressPoolResource: DeclaredResource {}
extension L2AdvertisementResource: DeclaredResource {}
extension BGPAdvertisementResource: DeclaredResource {}
extension BGPPeerResource: DeclaredResource {}
extension BFDProfileResource: DeclaredResource {}
extension CommunityResource: DeclaredResource {}
extension IngressResource: DeclaredResource {}
extension IngressClassResource: DeclaredResource {}

extension ResourceSet {
  /// Brings every list into its order and leaves out what was declared a second time.
  mutating func sort(without lost: Set<SourceRange>) {
    nodes = Self.sorted(nodes, without: lost)
    namespaces = Self.sorted(namespaces, without: lost)
    pods = Self.sorted(pods, without: lost)
    secrets = Self.sorted(secrets, without: lost)
    services = Self.sorted(services, without: lost)
    endpoints = Self.sorted(endpoints, without: lost)
    endpointSlices = Self.sorted(endpointSlices, without: lost)
    addressPools = Self.sorted(addressPools, without: lost)
    l2Advertisements = Self.sorted(l2Advertisements, without: lost)
    bgpAdvertisements = Self.sorted(bgpAdvertisements, without: lost)
    bgpPeers = Self.sorted(bgpPeers, without: lost)
    bfdProfiles = Self.sorted(bfdProfiles, without: lost)
    communities = Self.sorted(communities, without: lost)
    ingresses = Self.sorted(ingresses, without: lost)
    ingressClasses = Self.sorted(ingressClasses, without: lost)
    let byName = Self.sorted(workloads, without: lost)
    workloads = WorkloadKind.allCases.flatMap { kind in byName.filter { $0.kind == kind } }
  }

  /// Resources are large: their names are sorted, and each is moved once. Namespace by namespace,
  /// since names within one are often in order already.
  private static func sorted<Resource: DeclaredResource>(
    _ resources: [Resource], without lost: Set<SourceRange>
  ) -> [Resource] {
    let kept = resources.indices.filter { lost.isEmpty || !lost.contains(resources[$0].range) }
    let namespaces = Dictionary(grouping: kept) { resources[$0].metadata.namespace }
    let order = namespaces.keys.sorted().flatMap { namespace in
      (namespaces[namespace] ?? []).sorted { left, right in
        let (first, second) = (resources[left].metadata.name, resources[right].metadata.name)
        return first.value == second.value ? left < right : first.value < second.value
      }
    }
    return order.map { resources[$0] }
  }
}

extension ResourceSet {
  /// Goes through what all objects say of themselves, kind by kind.
  package func forEachObject(_ body: (_ kind: String, _ metadata: Metadata) -> Void) {
    if let cluster { body("Cluster", cluster.metadata) }
    Self.visit(nodes, .node, body)
    Self.visit(namespaces, .namespace, body)
    forEachApplicationObject(body)
    Self.visit(ingressClasses, .ingressClass, body)
    Self.visit(addressPools, .ipAddressPool, body)
    Self.visit(l2Advertisements, .l2Advertisement, body)
    Self.visit(bgpAdvertisements, .bgpAdvertisement, body)
    Self.visit(bgpPeers, .bgpPeer, body)
    Self.visit(bfdProfiles, .bfdProfile, body)
    Self.visit(communities, .community, body)
  }

  /// As above, but only the objects that applications consist of.
  package func forEachApplicationObject(_ body: (_ kind: String, _ metadata: Metadata) -> Void) {
    Self.visit(pods, .pod, body)
    for workload in workloads { body(workload.kind.rawValue, workload.metadata) }
    Self.visit(services, .service, body)
    Self.visit(endpoints, .endpoints, body)
    Self.visit(endpointSlices, .endpointSlice, body)
    Self.visit(ingresses, .ingress, body)
  }

  private static func visit<Resource: DeclaredResource>(
    _ resources: [Resource], _ kind: ResourceKind, _ body: (String, Metadata) -> Void
  ) {
    for position in resources.indices { body(kind.rawValue, resources[position].metadata) }
  }
}
