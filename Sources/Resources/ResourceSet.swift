package import Diagnostics
package import NetworkTypes

/// The kinds netc reads, by the name that users write.
package enum ResourceKind: String, CaseIterable, Sendable {
  case cluster = "Cluster"
  case node = "Node"
  case namespace = "Namespace"
  case pod = "Pod"
  case daemonSet = "DaemonSet"
  case deployment = "Deployment"
  case job = "Job"
  case replicaSet = "ReplicaSet"
  case replicationController = "ReplicationController"
  case statefulSet = "StatefulSet"
  case secret = "Secret"
  case configMap = "ConfigMap"
  case service = "Service"
  case endpoints = "Endpoints"
  case endpointSlice = "EndpointSlice"
  case ipAddressPool = "IPAddressPool"
  case l2Advertisement = "L2Advertisement"
  case bgpAdvertisement = "BGPAdvertisement"
  case bgpPeer = "BGPPeer"
  case bfdProfile = "BFDProfile"
  case community = "Community"
  case ingress = "Ingress"
  case ingressClass = "IngressClass"
}

/// An object that was declared but could not be read: known by name only, so that no later stage
/// complains about it or about references to it.
package struct BrokenResource: Hashable, Sendable {
  package let kind: ResourceKind
  package let name: ObjectName

  package init(kind: ResourceKind, name: ObjectName) {
    self.kind = kind
    self.name = name
  }
}

/// How many objects of a kind were passed over since netc has no use for them.
package struct SkippedKind: Hashable, Sendable {
  /// `apiVersion/kind` as written.
  package let kind: String
  package let count: Int
}

/// Everything the input declares, by kind; every list sorted by namespace and name, each name
/// once per kind (a second declaration is reported and left out).
package struct ResourceSet: Sendable {
  /// Nil when there is none or it is broken (which was reported).
  package internal(set) var cluster: ClusterResource?
  package internal(set) var nodes: [NodeResource] = []
  package internal(set) var namespaces: [NamespaceResource] = []
  package internal(set) var pods: [PodResource] = []
  /// Sorted by kind, then namespace and name.
  package internal(set) var workloads: [WorkloadResource] = []
  package internal(set) var secrets: [SecretResource] = []
  /// The Secrets that netc seems to have no use for. Looked up, never iterated.
  package internal(set) var unusedSecrets: [ObjectName: UnusedSecret] = [:]
  /// All but MetalLB's. Looked up, never iterated.
  package internal(set) var configMaps: [ObjectName: ConfigMapResource] = [:]
  package internal(set) var services: [ServiceResource] = []
  package internal(set) var endpoints: [EndpointsResource] = []
  package internal(set) var endpointSlices: [EndpointSliceResource] = []
  package internal(set) var addressPools: [IPAddressPoolResource] = []
  package internal(set) var l2Advertisements: [L2AdvertisementResource] = []
  package internal(set) var bgpAdvertisements: [BGPAdvertisementResource] = []
  package internal(set) var bgpPeers: [BGPPeerResource] = []
  package internal(set) var bfdProfiles: [BFDProfileResource] = []
  package internal(set) var communities: [CommunityResource] = []
  package internal(set) var ingresses: [IngressResource] = []
  package internal(set) var ingressClasses: [IngressClassResource] = []
  /// Sorted by kind.
  package internal(set) var skipped: [SkippedKind] = []
  /// Looked up, never iterated.
  package internal(set) var broken: Set<BrokenResource> = []
  /// Where values stand that no message may show; in no order.
  package internal(set) var hidden: [SourceRange] = []
  /// How many documents were read, whatever became of them.
  package internal(set) var documentCount = 0
}
