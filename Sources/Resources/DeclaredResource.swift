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

  private static func sorted<Resource: DeclaredResource>(
    _ resources: [Resource], without lost: Set<SourceRange>
  ) -> [Resource] {
    // Resources are large: their names are sorted, and each is moved once.
    let places = resources.indices.lazy
      .filter { lost.isEmpty || !lost.contains(resources[$0].range) }
      .map { (name: resources[$0].metadata.objectName, index: $0) }
    return places.sorted { ($0.name, $0.index) < ($1.name, $1.index) }.map { resources[$0.index] }
  }
}
