package import Diagnostics
package import NetworkTypes

package enum EndpointAddressType: String, CaseIterable, Sendable {
  case ipv4 = "IPv4"
  case ipv6 = "IPv6"
  case fqdn = "FQDN"
}

package struct EndpointPortResource: Sendable {
  package internal(set) var range: SourceRange = .placeholder
  package internal(set) var name: String = ""
  package internal(set) var transport: TransportProtocol = .tcp
  /// Nil: no restriction; kube-proxy passes such ports over.
  package internal(set) var port: Port?
}

package struct EndpointResource: Sendable {
  package internal(set) var range: SourceRange = .placeholder
  /// Only the first is used, as upstream does; all are checked.
  package internal(set) var addresses: [Located<IPAddress>] = []
  /// Unset conditions count as the API says: ready, serving, not terminating.
  package internal(set) var isReady = true
  package internal(set) var isServing = true
  package internal(set) var isTerminating = false
  package internal(set) var hostname: String?
  package internal(set) var nodeName: Located<String>?
  package internal(set) var zone: String?
  package internal(set) var hintedZones: [String] = []
  package internal(set) var hintedNodes: [String] = []
  /// `targetRef` of kind Pod, in the slice's namespace.
  package internal(set) var podName: String?
}

/// A `discovery.k8s.io/v1` EndpointSlice.
package struct EndpointSliceResource: Sendable {
  package internal(set) var metadata = Metadata()
  package internal(set) var range: SourceRange = .placeholder
  package internal(set) var addressType: EndpointAddressType = .ipv4
  /// The label `kubernetes.io/service-name`.
  package internal(set) var serviceName: Located<String>?
  /// The label `service.kubernetes.io/headless`: no proxy looks at it.
  package internal(set) var isOfHeadlessService = false
  package internal(set) var ports: [EndpointPortResource] = []
  package internal(set) var endpoints: [EndpointResource] = []
}

package struct EndpointSubset: Sendable {
  /// `addresses`, then `notReadyAddresses`.
  package internal(set) var endpoints: [EndpointResource] = []
  package internal(set) var ports: [EndpointPortResource] = []
}

/// A `v1` Endpoints object, the predecessor of EndpointSlice; named like its Service.
package struct EndpointsResource: Sendable {
  package internal(set) var metadata = Metadata()
  package internal(set) var range: SourceRange = .placeholder
  package internal(set) var subsets: [EndpointSubset] = []
}
