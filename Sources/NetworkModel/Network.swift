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
  /// Sorted by name; those that objects live in without being declared are included, and those that
  /// every cluster has.
  package let namespaces: [Namespace]
  /// Sorted by namespace and name.
  package let pods: [Pod]
  /// Pods that run in a network of their own, one for each object that makes them: what one pod
  /// of a template resolves, all do. In the order of `pods`.
  package let podsOfTheirOwnNetwork: [Pod]
  /// The pods that packets to an address lead to.
  package let podsByAddress: PodsByAddress
  /// Sorted by kind, namespace and name.
  package let workloads: [Workload]
  /// Sorted by namespace and name.
  package let services: [Service]
  package let http: HTTPNetwork
  package let loadBalancing: LoadBalancing
  /// Every address that some L2Advertisement covers, sorted.
  package let electedAddresses: [ElectedAddress]
  /// Endpoints and EndpointSlices that belong to no Service.
  package let strayEndpoints: [StrayEndpoints]
  /// Which codes are silenced for which object, and why; in file order.
  package let allowances: [ObjectAllowance]
  /// Declared but unreadable: validation says nothing that one of these may be the cause of.
  package let broken: BrokenNames
}

/// What is the same on every node.
package struct Cluster: Sendable {
  package let name: String
  /// The range of the document.
  package let range: SourceRange
  package let domain: String
  /// Not written where it is the default.
  package let domainRange: SourceRange
  /// One per family; the first one's family is the primary.
  package let podRanges: [Located<IPPrefix>]
  package let serviceRanges: [Located<IPPrefix>]
  package let nodePortRange: Located<PortRange>
  package let bridge: InterfaceName
  package let wiring: Wiring
  package let crossNode: CrossNode
  /// Of the uplink, in bytes.
  package let mtu: Int
  package let proxy: Proxy
  package let dnsServiceAddresses: [Located<IPAddress>]
  package let dnsNodes: [Located<String>]
  package let dnsUpstreams: [Located<DNSUpstream>]
  package let dns: DNSSettings
  package let announcing: AnnouncingSettings

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
  /// Who lives in it without its being declared; nobody where it is declared.
  package let undeclaredUses: NamespaceUses
  /// Sorted by key; `kubernetes.io/metadata.name` is always there.
  package let labels: [Label]
}

/// Objects in a namespace that no Namespace object declares: how many, and those to be shown.
package struct NamespaceUses: Sendable {
  package private(set) var count = 0
  /// The first in file order.
  package private(set) var first: NamespaceUse?
  package private(set) var second: NamespaceUse?

  mutating func add(_ kind: String, _ metadata: Metadata) {
    count += 1
    let range = metadata.namespaceRange ?? metadata.name.range
    if let second, second.range <= range { return }
    second = NamespaceUse(kind: kind, name: metadata.objectName, range: range)
    if let earlier = first, earlier.range <= range { return }
    swap(&first, &second)
  }
}

package struct NamespaceUse: Sendable {
  let kind: String
  let name: ObjectName
  /// Where its namespace is written, or its name where the namespace is the default.
  package let range: SourceRange

  /// `Kind namespace/name`, as in `Diagnostic.object`.
  package var object: String { "\(kind) \(name)" }
}

/// The names of objects that were declared but could not be read; looked up, never iterated.
package struct BrokenNames: Sendable {
  private struct Key: Hashable {
    let kind: ResourceKind
    let name: ObjectName
  }
  private struct NamespaceKey: Hashable {
    let kind: ResourceKind
    let namespace: String
  }

  private let objects: Set<Key>
  private let namespaces: Set<NamespaceKey>

  package init(_ broken: Set<BrokenResource>) {
    objects = Set(broken.map { Key(kind: $0.kind, name: $0.name) })
    namespaces = Set(
      broken.map { NamespaceKey(kind: $0.kind, namespace: $0.name.namespace) })
  }

  package func contains(_ kind: ResourceKind, _ name: ObjectName) -> Bool {
    objects.contains(Key(kind: kind, name: name))
  }

  /// Whether some object of one of the kinds is broken in a namespace (empty: in the cluster).
  package func containsAny(of kinds: [ResourceKind], in namespace: String) -> Bool {
    kinds.contains { namespaces.contains(NamespaceKey(kind: $0, namespace: namespace)) }
  }
}

/// An annotation `netc.dev/allow` with the object that carries it.
package struct ObjectAllowance: Sendable {
  /// `Kind namespace/name`, as in `Diagnostic.object`.
  package let object: String
  package let code: DiagnosticCode
  package let reason: String
  package let range: SourceRange
}

/// A slice or Endpoints object that holds addresses and whose Service does not exist.
package struct StrayEndpoints: Sendable {
  /// `EndpointSlice shop/db-1`.
  package let object: String
  /// The Service it names; nil for a slice without the label `kubernetes.io/service-name`.
  package let serviceName: String?
  package let namespace: String
  package let range: SourceRange
}
