import Diagnostics
import NetworkModel
import NetworkTypes

enum ExternalPortOnHost: ValidationRule {
  static let page = DiagnosticPage(
    507, .error, "A Service takes over a node's own port",
    explanation: """
      An external IP of a Service may be a node's own address: the node then answers there for the
      Service. But a port of it that another pod has on this node (as its `hostPort`, or with the
      host's network), or that is another Service's node port, is no longer reached there.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata: {name: front}
        spec:
          nodeName: node-a
          hostNetwork: true
          containers:
            - {name: front, image: nginx, ports: [{containerPort: 80}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          containers: [{name: web, image: nginx}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          externalIPs: [192.168.56.11]
          #             ^^^^^^^^^^^^^ NC0507
          selector: {app: web}
          ports: [{port: 80}]
        """,
      good: """
        apiVersion: v1
        kind: Pod
        metadata: {name: front}
        spec:
          nodeName: node-b
          hostNetwork: true
          containers:
            - {name: front, image: nginx, ports: [{containerPort: 80}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          containers: [{name: web, image: nginx}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          externalIPs: [192.168.56.11]
          selector: {app: web}
          ports: [{port: 80}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    var nodes = FirstClaims<IPAddress, Index<Node>>()
    for (position, node) in network.nodes.enumerated() {
      for address in node.addresses { _ = nodes.claim(address.value, by: Index(position)) }
    }
    let owners = PortOwners(network)
    // Addresses of load balancers are another matter: some of these (k3s) are pods with host
    // ports on the nodes, which lead to the very Service.
    for (position, service) in network.services.enumerated() {
      for address in service.externalIPs {
        guard let node = nodes[address.value] else { continue }
        let clash = service.ports.lazy.compactMap { port in
          owners.owner(of: port, at: address.value, on: node, for: Index(position))
            .map { (port: port, owner: $0) }
        }.first
        guard let clash else { continue }
        log.report(
          page,
          "port \(shown(clash.port.port, clash.port.transport)) of \(address.value), wanted by"
            + " service \(service.name), is \(clash.owner.text)", at: address.range,
          notes: [Note("claimed here", at: clash.owner.range)],
          help: "choose another address or another port", object: service.object)
      }
    }
  }
}

/// Who has which port of a node, apart from external addresses.
private struct PortOwners {
  private let network: Network
  private var pods: [HostPortKey: [HostPortClaim]] = [:]
  private var nodePorts = FirstClaims<NodePortKey, NodePortClaim>()

  init(_ network: Network) {
    self.network = network
    for claim in HostPortClaim.all(in: network) { pods[claim.key, default: []].append(claim) }
    for claim in NodePortClaim.all(in: network) { _ = nodePorts.claim(claim.key, by: claim) }
  }

  func owner(
    of port: ServicePort, at address: IPAddress, on node: Index<Node>, for service: Index<Service>
  ) -> (text: String, range: SourceRange)? {
    let key = HostPortKey(node: node, port: port.port, transport: port.transport)
    let own = Set(network.services[service].selectedPods)
    let pod = pods[key]?.first {
      ($0.address == nil || $0.address == address) && !own.contains($0.pod)
    }
    if let pod { return (pod.text(in: network), pod.range) }
    let nodePort = nodePorts[NodePortKey(port: port.port, transport: port.transport)]
    guard let nodePort, nodePort.service != service else { return nil }
    let owner = network.services[nodePort.service]
    return ("\(nodePort.kind) of service \(owner.name)", nodePort.range ?? owner.range)
  }
}
