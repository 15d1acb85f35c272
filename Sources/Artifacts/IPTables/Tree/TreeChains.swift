import NetworkTypes
import Planning

extension ChainName {
  static let netcServices = ChainName("NETC-SERVICES")
  static let netcNodePorts = ChainName("NETC-NODEPORTS")
  static let netcMasquerade = ChainName("NETC-MASQUERADE")
  static let netcHairpin = ChainName("NETC-HAIRPIN")
  static let netcProxy = ChainName("NETC-PROXY")
  static let netcFirewall = ChainName("NETC-FIREWALL")
  static let netcRefuseCluster = ChainName("NETC-REFUSE-CLUSTER")
  static let netcRefuseExternal = ChainName("NETC-REFUSE-EXTERNAL")
  static let netcHealth = ChainName("NETC-HEALTH")
}

/// The chains of one service port in netc's own shape.
struct TreeChains {
  /// To the endpoints of policy Cluster.
  let cluster: ChainName
  /// To the endpoints of policy Local.
  let local: ChainName
  /// From entrances outside.
  let external: ChainName
  /// From the addresses of a load balancer that source ranges guard.
  let firewall: ChainName

  init(hash: String) {
    cluster = ChainName(prefix: "NETC-SVC-", rest: hash)
    local = ChainName(prefix: "NETC-SVL-", rest: hash)
    external = ChainName(prefix: "NETC-EXT-", rest: hash)
    firewall = ChainName(prefix: "NETC-FW-", rest: hash)
  }
}
