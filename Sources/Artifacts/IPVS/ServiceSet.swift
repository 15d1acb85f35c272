import NetworkTypes

/// kube-proxy's sets for mode ipvs, in its order (pkg/proxy/ipvs/ipset.go).
enum ServiceSet: Int, CaseIterable {
  /// This node's own endpoints, each with itself as the source: a pod that reached itself.
  case loopBack
  case clusterIP
  case externalIP, externalIPLocal
  case loadBalancer, loadBalancerFirewall, loadBalancerLocal
  case loadBalancerSourceIP, loadBalancerSourceRange
  case nodePortTCP, nodePortLocalTCP, nodePortUDP, nodePortLocalUDP, nodePortSCTP
  case nodePortLocalSCTP
  case healthCheckNodePort
  /// Every address that `kube-ipvs0` holds.
  case ipvsIPs

  var type: IPSetType {
    switch self {
    case .loopBack, .loadBalancerSourceIP: .addressPortAddress
    case .loadBalancerSourceRange: .addressPortPrefix
    case .nodePortTCP, .nodePortLocalTCP, .nodePortUDP, .nodePortLocalUDP, .healthCheckNodePort:
      .port
    case .ipvsIPs: .address
    default: .addressPort
    }
  }

  /// Rules name these sets whether something is in them or not.
  var isAlwaysThere: Bool {
    switch self {
    case .clusterIP, .externalIP, .externalIPLocal, .loadBalancer, .healthCheckNodePort, .ipvsIPs:
      true
    default: false
    }
  }

  func name(_ family: IPFamily) -> SetName { SetName(family, baseName) }

  /// Behind `KUBE-`.
  private var baseName: StaticString {
    switch self {
    case .loopBack: "LOOP-BACK"
    case .clusterIP: "CLUSTER-IP"
    case .externalIP: "EXTERNAL-IP"
    case .externalIPLocal: "EXTERNAL-IP-LOCAL"
    case .loadBalancer: "LOAD-BALANCER"
    case .loadBalancerFirewall: "LOAD-BALANCER-FW"
    case .loadBalancerLocal: "LOAD-BALANCER-LOCAL"
    case .loadBalancerSourceIP: "LOAD-BALANCER-SOURCE-IP"
    case .loadBalancerSourceRange: "LOAD-BALANCER-SOURCE-CIDR"
    case .nodePortTCP: "NODE-PORT-TCP"
    case .nodePortLocalTCP: "NODE-PORT-LOCAL-TCP"
    case .nodePortUDP: "NODE-PORT-UDP"
    case .nodePortLocalUDP: "NODE-PORT-LOCAL-UDP"
    case .nodePortSCTP: "NODE-PORT-SCTP-HASH"
    case .nodePortLocalSCTP: "NODE-PORT-LOCAL-SCTP-HASH"
    case .healthCheckNodePort: "HEALTH-CHECK-NODE-PORT"
    case .ipvsIPs: "IPVS-IPS"
    }
  }

  /// kube-proxy's words in the rules that match the set.
  var comment: StaticString {
    switch self {
    case .loopBack: "Kubernetes endpoints dst ip:port, source ip for solving hairpin purpose"
    case .clusterIP: "Kubernetes service cluster ip + port for masquerade purpose"
    case .externalIP: "Kubernetes service external ip + port for masquerade and filter purpose"
    case .externalIPLocal: "Kubernetes service external ip + port with externalTrafficPolicy=local"
    case .loadBalancer: "Kubernetes service lb portal"
    case .loadBalancerFirewall:
      "Kubernetes service load balancer ip + port for load balancer with sourceRange"
    case .loadBalancerLocal:
      "Kubernetes service load balancer ip + port with externalTrafficPolicy=local"
    case .loadBalancerSourceIP:
      "Kubernetes service load balancer ip + port + source IP for packet filter purpose"
    case .loadBalancerSourceRange:
      "Kubernetes service load balancer ip + port + source cidr for packet filter purpose"
    case .nodePortTCP: "Kubernetes nodeport TCP port for masquerade purpose"
    case .nodePortLocalTCP: "Kubernetes nodeport TCP port with externalTrafficPolicy=local"
    case .nodePortUDP: "Kubernetes nodeport UDP port for masquerade purpose"
    case .nodePortLocalUDP: "Kubernetes nodeport UDP port with externalTrafficPolicy=local"
    case .nodePortSCTP:
      "Kubernetes nodeport SCTP port for masquerade purpose with type 'hash ip:port'"
    case .nodePortLocalSCTP:
      "Kubernetes nodeport SCTP port with externalTrafficPolicy=local with type 'hash ip:port'"
    case .healthCheckNodePort: "Kubernetes health check node port"
    case .ipvsIPs: "Kubernetes addresses on kube-ipvs0"
    }
  }
}
