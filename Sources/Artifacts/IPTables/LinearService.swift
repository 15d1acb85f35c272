import NetworkTypes
import Planning

/// A service port on one node with the words that kube-proxy's shape has for it.
struct LinearService {
  let decided: ServiceOnNode
  let chains: ServiceChains

  init(_ port: ServicePortPlan, on node: NodePlan) {
    decided = ServiceOnNode(port, on: node)
    chains = ServiceChains(port)
  }

  var port: ServicePortPlan { decided.port }

  var internalChain: ChainName { port.internalTrafficIsLocal ? chains.local : chains.cluster }

  var refusal: (comment: StaticString, target: IPTablesDocument.Target) {
    switch decided.refusal {
    case .drop: (" has no local endpoints", .drop)
    case .reject: (" has no endpoints", .reject)
    }
  }

  func packet(_ address: IPAddress) -> [IPTablesDocument.Match] {
    [
      .transport(port.transport), .destination(IPPrefix(address), isNegated: false),
      .destinationPort(port.port),
    ]
  }

  func match(_ address: IPAddress, comment: StaticString) -> [IPTablesDocument.Match] {
    [.comment(.about(port.label, comment))] + packet(address)
  }
}
