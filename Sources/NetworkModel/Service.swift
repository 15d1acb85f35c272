package import Diagnostics
package import NetworkTypes
package import Resources

/// A Service with its addresses and endpoints.
package struct Service: Sendable {
  package let name: ObjectName
  /// Where the name is written.
  package let range: SourceRange
  package let type: ServiceType
  package let isHeadless: Bool
  /// The families it serves, the primary one first; empty for an ExternalName.
  package let families: [IPFamily]
  /// In the order of `families`; empty for headless Services and ExternalNames.
  package let clusterIPs: [ClusterIP]
  package let ports: [ServicePort]
  /// Nil: endpoints come from slices or Endpoints alone. Sorted by key.
  package let selector: [Label]?
  package let selectorRange: SourceRange?
  /// The pods that the selector matches (ready or not), whatever the slices say.
  package let selectedPods: [Index<Pod>]
  /// Where `endpoints` come from.
  package let endpointSource: EndpointSource
  /// Sorted by address; several of one address only where their ports or conditions differ.
  package let endpoints: [Endpoint]
  package let externalName: Located<String>?
  /// `spec.externalIPs` of the Service's families.
  package let externalIPs: [Located<IPAddress>]
  /// Those of another family, which every proxy passes over; none where the families are unknown.
  package let unservedExternalIPs: [Located<IPAddress>]
  /// `status.loadBalancer.ingress[]` with `ipMode: VIP`, or what a pool gave; then the range is
  /// where the request is written, or the Service's name.
  package let loadBalancerIPs: [Located<IPAddress>]
  /// The pool that `loadBalancerIPs` lie in; nil where they come from elsewhere.
  package let loadBalancerPool: Index<AddressPool>?
  /// Those that cover the pool and select the Service. Sorted.
  package let l2Advertisements: [Index<L2Advertisement>]
  /// Those that cover the pool and select the Service. Sorted.
  package let bgpAdvertisements: [Index<BGPAdvertisement>]
  package let loadBalancerSourceRanges: [Located<IPPrefix>]
  package let externalTrafficPolicy: Located<TrafficPolicy>
  package let internalTrafficPolicy: Located<TrafficPolicy>
  /// Nil without session affinity; the range is that of `sessionAffinity`.
  package let affinityTimeoutSeconds: Located<Int>?
  package let publishesNotReadyAddresses: Bool
  package let healthCheckNodePort: Located<Port>?
  package let trafficDistribution: Located<TrafficDistribution>?
  /// Another proxy serves it: no rules, but addresses and names.
  package let isForAnotherProxy: Bool
}

/// Which objects say where a Service's traffic goes.
package enum EndpointSource: Sendable {
  case none, selector, endpointSlices, endpoints
  /// The nodes of `dns.nodes`, for the cluster's DNS, or of `ingress.nodes`, for the ingress
  /// controller's Service.
  case nodes
}

package struct ClusterIP: Sendable {
  package let address: IPAddress
  /// Where it is written; nil when netc chose it.
  package let range: SourceRange?
}

package struct ServicePort: Sendable {
  /// Empty for the only port of a Service.
  package let name: String
  /// Not written where it is empty.
  package let nameRange: SourceRange
  package let transport: TransportProtocol
  package let port: Port
  package let targetPort: Located<TargetPort>
  package let nodePort: NodePort?
  /// The whole entry.
  package let range: SourceRange
  /// Where the port's number is written.
  package let portRange: SourceRange
}

package struct NodePort: Sendable {
  package let port: Port
  /// Where it is written; nil when netc chose it.
  package let range: SourceRange?
}

/// One address behind a Service.
package struct Endpoint: Sendable {
  package let address: IPAddress
  /// By the index of the Service's ports; nil where the endpoint does not have that port.
  package let ports: [Port?]
  package let pod: Index<Pod>?
  package let node: Index<Node>?
  /// The node that a slice names and that does not exist.
  package let unknownNode: Located<String>?
  package let isReady: Bool
  package let isServing: Bool
  package let isTerminating: Bool
  package let hostname: String?
  package let hintedNodes: [String]
  package let hintedZones: [String]
  /// Where the address (of a slice) or the pod's owner is written.
  package let range: SourceRange
}
