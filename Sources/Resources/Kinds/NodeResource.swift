package import Diagnostics
package import NetworkTypes

package enum TaintEffect: String, CaseIterable, Sendable {
  case noSchedule = "NoSchedule"
  case preferNoSchedule = "PreferNoSchedule"
  case noExecute = "NoExecute"
}

package struct Taint: Sendable {
  package internal(set) var key: String = ""
  package internal(set) var value: String = ""
  package internal(set) var effect: TaintEffect = .noSchedule
}

/// A node, from `Cluster.spec.nodes[]` or from a `v1` Node object.
package struct NodeResource: Sendable {
  package internal(set) var metadata = Metadata()
  package internal(set) var range: SourceRange = .placeholder
  /// The InternalIPs, in the order given; at most one per family.
  package internal(set) var addresses: [Located<IPAddress>] = []
  package internal(set) var podCIDRs: [Located<IPPrefix>] = []
  /// The uplink; nil: netc lets the host decide by its route to the other nodes.
  package internal(set) var interface: Located<InterfaceName>?
  /// What the host has beside the uplink; nil: not said.
  package internal(set) var interfaces: [NodeInterfaceResource]?
  package internal(set) var isUnschedulable = false
  package internal(set) var taints: [Taint] = []
}

/// An interface of a host, with its addresses.
package struct NodeInterfaceResource: Sendable {
  package internal(set) var name: Located<InterfaceName> = .placeholder(.cbr0)
  package internal(set) var addresses: [Located<InterfaceAddress>] = []
}

/// A `v1` Namespace.
package struct NamespaceResource: Sendable {
  package internal(set) var metadata = Metadata()
  package internal(set) var range: SourceRange = .placeholder
}
