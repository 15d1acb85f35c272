package import Diagnostics
package import NetworkTypes
package import Resources

/// How packets get from a Service to its pods, the same on every node.
package struct Proxy: Sendable {
  package let mode: ProxyMode
  /// For mode iptables.
  package let dispatch: ProxyDispatch
  package let masqueradesAll: Bool
  /// Empty: node ports answer on all of a node's addresses.
  package let nodePortAddresses: [Located<IPPrefix>]
  /// Node ports answer at 127.0.0.1 too (CVE-2020-8558); in mode iptables alone.
  package let servesLocalhostNodePorts: Located<Bool>
  /// Node ports answer at the nodes' own addresses alone; `nodePortAddresses` is empty then.
  package let servesPrimaryAddressOnly: Bool
  /// For mode ipvs.
  package let ipvs: IPVSSettings
}

/// kube-proxy's `KubeProxyIPVSConfiguration`.
package struct IPVSSettings: Sendable {
  package let scheduler: IPVSScheduler
  /// Virtual servers at these addresses belong to others: no Service may have one there.
  package let excludedRanges: [Located<IPPrefix>]
  package let usesStrictARP: Bool
  /// 0: as the host has it.
  package let tcpTimeoutSeconds: Int
  package let tcpFinTimeoutSeconds: Int
  package let udpTimeoutSeconds: Int
}
