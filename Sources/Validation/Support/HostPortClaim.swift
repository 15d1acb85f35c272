import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

/// A port of a node that a pod takes: a host port, or any container port of a host-network pod.
struct HostPortClaim {
  let node: Index<Node>
  let pod: Index<Pod>
  let port: Port
  let transport: TransportProtocol
  /// `hostIP` as written.
  let hostIP: IPAddress?
  /// Where the number is written.
  let range: SourceRange

  /// Nil: all addresses of the node, which `0.0.0.0` and `::` mean too.
  var address: IPAddress? { hostIP.flatMap { $0.isUnspecified ? nil : $0 } }
  var key: HostPortKey { HostPortKey(node: node, port: port, transport: transport) }
}

struct HostPortKey: Hashable {
  let node: Index<Node>
  let port: Port
  let transport: TransportProtocol
}

extension HostPortClaim {
  /// All claims of pods that run, in file order; those of one template by node.
  static func all(in network: Network) -> [HostPortClaim] {
    var claims: [HostPortClaim] = []
    for (position, pod) in network.pods.enumerated()
    where pod.template.claimsHostPorts && pod.isPlaced {
      guard let node = pod.node else { continue }
      // Containers that end before the pod starts hold no port while others run.
      for container in pod.template.containers where !container.isInit || container.isSidecar {
        for port in container.ports {
          if let claim = HostPortClaim(port, of: Index(position), pod, on: node) {
            claims.append(claim)
          }
        }
      }
    }
    return claims.sorted { ($0.range, $0.node, $0.pod) < ($1.range, $1.node, $1.pod) }
  }

  private init?(_ port: ContainerPort, of index: Index<Pod>, _ pod: Pod, on node: Index<Node>) {
    let number = pod.usesHostNetwork ? port.containerPort : port.hostPort
    guard let number else { return nil }
    self.node = node
    self.pod = index
    self.port = number.value
    transport = port.transport
    hostIP = port.hostIP?.value
    range = number.range
  }

  /// `host port 8080/TCP of pod shop/web on node a`.
  func text(in network: Network) -> String {
    let pod = network.pods[pod]
    let kind = pod.usesHostNetwork ? "port" : "host port"
    let owner = pod.usesHostNetwork ? "host-network pod" : "pod"
    return "\(kind) \(shown(port, transport)) of \(owner) \(pod.name)"
      + " on node \(network.nodes[node].name)"
  }
}

/// Gathers clashes of claims that come from one line of the input (the pods of one template on
/// many nodes), so that each is reported once.
struct ClaimGroups<Clash> {
  private var positions: [SourceRange: Int] = [:]
  private(set) var groups: [(clash: Clash, claim: HostPortClaim, nodes: Set<Index<Node>>)] = []

  mutating func add(_ claim: HostPortClaim, _ clash: Clash) {
    if let position = positions[claim.range] {
      groups[position].nodes.insert(claim.node)
    } else {
      positions[claim.range] = groups.count
      groups.append((clash: clash, claim: claim, nodes: [claim.node]))
    }
  }
}
