package import Diagnostics
package import NetworkTypes
package import Resources

/// The resolved network: every reference is an index, every default is filled in, every choice
/// that the input left open is made. Every array is sorted and holds each thing once.
///
/// Only lowering makes one. What validation finds wrong with it is in the log, not here.
package struct Network: Sendable {
  package let cluster: Cluster
  /// Sorted by name.
  package let nodes: [Node]
  /// Sorted by name; those that objects live in without being declared are included.
  package let namespaces: [Namespace]
  /// Sorted by namespace and name.
  package let pods: [Pod]
  /// Sorted by kind, namespace and name.
  package let workloads: [Workload]
  /// Sorted by namespace and name.
  package let services: [Service]
  /// Endpoints and EndpointSlices that belong to no Service.
  package let strayEndpoints: [StrayEndpoints]
  /// Which codes are silenced for which object, and why; in file order.
  package let allowances: [ObjectAllowance]
}

/// What is the same on every node.
package struct Cluster: Sendable {
  package let name: String
  /// The range of the document.
  package let range: SourceRange
  package let domain: String
  /// One per family; the first one's family is the primary.
  package let podRanges: [Located<IPPrefix>]
  package let serviceRanges: [Located<IPPrefix>]
  package let nodePortRange: Located<PortRange>
  package let bridge: InterfaceName
  package let wiring: Wiring
  package let crossNode: CrossNode
  /// Of the uplink, in bytes.
  package let mtu: Int
  package let masqueradesAll: Bool
  package let nodePortAddresses: [Located<IPPrefix>]
  package let dnsServiceAddresses: [Located<IPAddress>]
  package let dnsNodes: [Located<String>]
  package let dnsUpstreams: [Located<IPAddress>]

  /// The families pods have addresses of, the primary one first.
  package var families: [IPFamily] { podRanges.map(\.value.family) }
}

/// How pods hang on the bridge.
package enum Wiring: Sendable { case routed, bridge }

/// How other nodes' pods are reached.
package enum CrossNode: Sendable { case hostGateway, none }

package struct Namespace: Sendable {
  package let name: String
  /// Nil when no Namespace object declares it.
  package let range: SourceRange?
  /// Sorted by key; `kubernetes.io/metadata.name` is always there.
  package let labels: [Label]
}

/// An annotation `netc.dev/allow` with the object that carries it.
package struct ObjectAllowance: Sendable {
  /// `Kind namespace/name`, as in `Diagnostic.object`.
  package let object: String
  package let code: DiagnosticCode
  package let reason: String
  package let range: SourceRange
}

/// A slice or Endpoints object whose Service does not exist.
package struct StrayEndpoints: Sendable {
  /// `EndpointSlice shop/db-1`.
  package let object: String
  /// The Service it names; nil for a slice without the label `kubernetes.io/service-name`.
  package let serviceName: String?
  package let namespace: String
  package let range: SourceRange
}
