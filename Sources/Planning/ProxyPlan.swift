package import NetworkTypes

/// What carries the Services' traffic on every node.
package struct ProxyPlan: Sendable {
  package let backend: Backend
  /// Masquerade all traffic to cluster IPs, not only what comes from outside the pod range.
  package let masqueradesAll: Bool
  /// Node ports answer on addresses in these prefixes only; empty: on all of a node's addresses.
  /// Sorted.
  package let nodePortAddresses: [IPPrefix]
  /// Node ports answer at 127.0.0.1 too (IPv4 alone, as in kube-proxy).
  package let servesLocalhostNodePorts: Bool
  /// Node ports answer at the node's own address of each family only, the first of its host;
  /// `nodePortAddresses` is empty then.
  package internal(set) var servesPrimaryAddressOnly = false

  package enum Backend: Hashable, Sendable {
    case iptables(IPTablesShape)
    case ipvs(IPVSPlan)
    case nftables
  }

  /// The shape of the rules that find a packet's Service.
  package enum IPTablesShape: Sendable {
    /// kube-proxy's: one rule a Service, tried one after the other.
    case linear
    /// netc's: a decision tree over addresses and node ports.
    case tree
  }
}
