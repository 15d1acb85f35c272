package import NetworkTypes

/// What all nodes together must do: the facts that every node shares, and one plan per node.
///
/// Only planning makes one, from a network without errors; everything in it can be printed.
package struct ClusterPlan: Sendable {
  /// The families pods have addresses of, the primary one first.
  package let families: [IPFamily]
  /// One per family, in the same order.
  package let podRanges: [IPPrefix]
  /// At most one per family.
  package let serviceRanges: [IPPrefix]
  package let nodePortRange: PortRange
  package let proxy: ProxyPlan
  /// Every port of every Service, once per family; sorted by family, then label.
  package let servicePorts: [ServicePortPlan]
  /// Sorted by name.
  package let nodes: [NodePlan]
  /// Nil where no node serves DNS.
  package let dns: DNSPlan?
  /// Nil where no node serves HTTP.
  package let http: HTTPPlan?
  package let announcements: AnnouncementPlan

  /// The service ports of one family.
  package func servicePorts(_ family: IPFamily) -> [ServicePortPlan] {
    servicePorts.filter { $0.family == family }
  }
}
