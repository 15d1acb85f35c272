package import NetworkTypes

/// Everything one node must do that other nodes don't.
package struct NodePlan: Sendable {
  package let name: PlainToken
  /// Position in `ClusterPlan.nodes`, which `EndpointPlan.node` refers to.
  package let position: Int
  /// The InternalIPs, at most one per family.
  package let addresses: [IPAddress]
  /// The uplink; nil: found on the host.
  package let interface: InterfaceName?
  /// The label `topology.kubernetes.io/zone`.
  package let zone: String?
  package let bridge: BridgePlan
  /// The node's own pod blocks, one per family.
  package let podBlocks: [IPPrefix]
  /// Sorted by the pod's namespace and name; no host-network pods.
  package let sandboxes: [SandboxPlan]
  /// Sorted by family, then prefix.
  package let routes: [RoutePlan]
  /// Pods that share the host's network, for the comments of the script.
  package let hostNetworkPods: [ObjectName]

  package func address(_ family: IPFamily) -> IPAddress? { addresses.first { $0.family == family } }
}

/// How pods hang on the bridge.
package enum WiringPlan: Sendable {
  /// Every pod has a host address (/32, /128), its port is isolated: all traffic is routed.
  case routed
  /// Pods of a node share a link; the bridge hands their frames to iptables (br_netfilter).
  case bridged
}

package struct BridgePlan: Sendable {
  package let name: InterfaceName
  package let macAddress: MACAddress
  /// Bytes.
  package let mtu: Int
  package let wiring: WiringPlan
  /// The gateway address in the node's block, one per family.
  package let addresses: [InterfaceAddress]
}

/// One pod: a network namespace that all its containers share.
package struct SandboxPlan: Sendable {
  package let pod: ObjectName
  /// The name under /run/netns: `NAMESPACE_POD`, shortened with a hash where it is too long.
  package let netns: PlainToken
  /// The host's end of the veth pair; the pod's end is `eth0`.
  package let hostInterface: InterfaceName
  package let macAddress: MACAddress
  /// At most one per family, the primary one first.
  package let addresses: [IPAddress]
  package let resolver: ResolverPlan
  package let hosts: HostsPlan
}

/// What a pod's /etc/resolv.conf says (kubelet's algorithm).
package struct ResolverPlan: Hashable, Sendable {
  /// Nil: the host's file is used as it is (`dnsPolicy: Default`, or no DNS Service known).
  package let nameservers: [IPAddress]?
  package let searches: [PlainToken]
  /// `ndots:5`, in order.
  package let options: [PlainToken]
}

/// What a pod's /etc/hosts says.
package struct HostsPlan: Sendable {
  /// The pod's own lines: each address with its names.
  package let own: [HostsLine]
  /// `hostAliases`.
  package let aliases: [HostsLine]
}

package struct HostsLine: Hashable, Sendable {
  package let address: IPAddress
  package let names: [PlainToken]
}

/// One route of the node's main table.
package struct RoutePlan: Sendable {
  package let prefix: IPPrefix
  package let nextHop: NextHop
  package let purpose: RoutePurpose
}

/// What a route is for.
package enum RoutePurpose: Hashable, Sendable {
  case podsOfNode(PlainToken)
  case services
}

package enum NextHop: Hashable, Sendable {
  case via(IPAddress)
  /// Straight out of the bridge (the service range, so that a host without a default route can
  /// look its addresses up before DNAT).
  case bridge
}
