package import Diagnostics
package import NetworkTypes

/// `netc.dev/v1alpha1` Cluster: ranges, nodes and the choice of backends. Exactly one per input.
package struct ClusterResource: Sendable {
  package internal(set) var metadata = Metadata()
  /// The whole document, for diagnostics about something that is missing.
  package internal(set) var range: SourceRange = .placeholder
  package internal(set) var domain: Located<String> = .placeholder("cluster.local")
  /// One per family, in the order given: the first one's family is the cluster's primary family.
  package internal(set) var podCIDRs: [Located<IPPrefix>] = []
  package internal(set) var serviceCIDRs: [Located<IPPrefix>] = []
  /// By the index of `podCIDRs`; empty means 24 for IPv4 and 64 for IPv6.
  package internal(set) var nodeCIDRMaskSizes: [Located<Int>] = []
  package internal(set) var nodePortRange: Located<PortRange> = .placeholder(.nodePorts)
  package internal(set) var podNetwork = PodNetworkResource()
  package internal(set) var proxy = ProxyResource()
  package internal(set) var dns = DNSResource()
  package internal(set) var ingress = IngressSettings()
  package internal(set) var loadBalancing = LoadBalancingResource()
  package internal(set) var nodes: [NodeResource] = []
}

/// How pods hang on the node's bridge.
package enum Wiring: String, CaseIterable, Sendable { case routed, bridge }

/// How traffic for another node's pods gets there.
package enum CrossNode: String, CaseIterable, Sendable {
  case hostGateway = "host-gateway"
  case vxlan, ipip, wireguard, bgp, none
}

package struct PodNetworkResource: Sendable {
  package internal(set) var bridge: Located<InterfaceName> = .placeholder(.cbr0)
  package internal(set) var wiring: Located<Wiring> = .placeholder(.routed)
  package internal(set) var crossNode: Located<CrossNode> = .placeholder(.hostGateway)
  /// The uplink's MTU in bytes.
  package internal(set) var mtu: Located<Int> = .placeholder(1500)
}

package enum ProxyMode: String, CaseIterable, Sendable { case iptables, ipvs, nftables }

/// The shape of the service rules: kube-proxy's own, or netc's decision tree.
package enum ProxyDispatch: String, CaseIterable, Sendable { case linear, tree }

package struct ProxyResource: Sendable {
  package internal(set) var mode: Located<ProxyMode> = .placeholder(.iptables)
  package internal(set) var dispatch: Located<ProxyDispatch> = .placeholder(.tree)
  package internal(set) var masqueradeAll: Located<Bool> = .placeholder(false)
  /// Empty: node ports answer on all of a node's addresses.
  package internal(set) var nodePortAddresses: [Located<IPPrefix>] = []
  /// `nodePortAddresses: [primary]`: on the nodes' own addresses alone.
  package internal(set) var servesPrimaryAddressOnly = false
  package internal(set) var localhostNodePorts: Located<Bool> = .placeholder(false)
  package internal(set) var ipvs = IPVSResource()
}

/// kube-proxy's `KubeProxyIPVSConfiguration`, without the periods of a daemon.
package struct IPVSResource: Sendable {
  package internal(set) var scheduler: Located<IPVSScheduler> = .placeholder(.roundRobin)
  package internal(set) var excludeCIDRs: [Located<IPPrefix>] = []
  package internal(set) var strictARP: Located<Bool> = .placeholder(false)
  /// In seconds; 0: as the host has it.
  package internal(set) var tcpTimeout: Located<Int> = .placeholder(0)
  package internal(set) var tcpFinTimeout: Located<Int> = .placeholder(0)
  package internal(set) var udpTimeout: Located<Int> = .placeholder(0)
}

/// The schedulers of the kernel (ipvsadm(8)).
package enum IPVSScheduler: String, CaseIterable, Sendable {
  case roundRobin = "rr"
  case weightedRoundRobin = "wrr"
  case leastConnection = "lc"
  case weightedLeastConnection = "wlc"
  case localityBased = "lblc"
  case localityBasedReplicated = "lblcr"
  case destinationHashing = "dh"
  case sourceHashing = "sh"
  case shortestExpectedDelay = "sed"
  case neverQueue = "nq"
  case maglevHashing = "mh"
}
