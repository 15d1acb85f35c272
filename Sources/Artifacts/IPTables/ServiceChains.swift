import NetworkTypes
import Planning

/// kube-proxy's names for the chains of one service port (pkg/proxy/iptables/proxier.go).
struct ServiceChains {
  /// `KUBE-SVC-`: endpoints of policy Cluster.
  let cluster: ChainName
  /// `KUBE-SVL-`: endpoints of policy Local.
  let local: ChainName
  /// `KUBE-EXT-`: entrances from outside.
  let external: ChainName
  /// `KUBE-FW-`: source ranges of a load balancer.
  let firewall: ChainName
  private let hashInput: String

  init(_ port: ServicePortPlan) {
    hashInput = "\(port.label)\(port.transport.lowercaseName)"
    let hash = StableNames.chainHash(hashInput)
    cluster = ChainName(prefix: "KUBE-SVC-", hash: hash)
    local = ChainName(prefix: "KUBE-SVL-", hash: hash)
    external = ChainName(prefix: "KUBE-EXT-", hash: hash)
    firewall = ChainName(prefix: "KUBE-FW-", hash: hash)
  }

  /// `KUBE-SEP-`: one endpoint of this service port.
  func endpoint(_ endpoint: EndpointPlan) -> ChainName {
    ChainName(prefix: "KUBE-SEP-", hash: StableNames.chainHash(hashInput, endpoint.text))
  }
}
