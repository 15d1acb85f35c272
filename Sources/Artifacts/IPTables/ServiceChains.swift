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
  /// Of the service port; every name ends in it but an endpoint's.
  let hash: String
  private let hashInput: String

  init(_ port: ServicePortPlan) {
    hashInput = "\(port.label)\(port.transport.lowercaseName)"
    hash = StableNames.chainHash(hashInput)
    cluster = ChainName(prefix: "KUBE-SVC-", rest: hash)
    local = ChainName(prefix: "KUBE-SVL-", rest: hash)
    external = ChainName(prefix: "KUBE-EXT-", rest: hash)
    firewall = ChainName(prefix: "KUBE-FW-", rest: hash)
  }

  /// `KUBE-SEP-`: one endpoint of this service port.
  func endpoint(_ endpoint: EndpointPlan) -> ChainName {
    ChainName(prefix: "KUBE-SEP-", rest: StableNames.chainHash(hashInput, endpoint.text))
  }
}
