import Diagnostics
import NetworkModel
import NetworkTypes

enum NodePortOnHost: ValidationRule {
  static let page = DiagnosticPage(
    503, .error, "A node port is taken by a pod on a node",
    explanation: """
      Every node answers at the node ports of all Services, with rules that come before any
      listening program. A host port, or a port of a host-network pod, with the same number and
      protocol gets no packet any more. Clear of each other are different protocols, a `hostIP`
      outside `proxy.nodePortAddresses`, and `hostIP: 127.0.0.1`.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: NodePort
          selector: {app: web}
          ports: [{port: 80, nodePort: 30080}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          containers:
            - name: web
              image: nginx
              ports: [{containerPort: 80, hostPort: 30080}]
              #                                     ^^^^^ NC0503
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: NodePort
          selector: {app: web}
          ports: [{port: 80, nodePort: 30080}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          containers:
            - name: web
              image: nginx
              ports: [{containerPort: 80, hostPort: 30080, protocol: UDP}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    var nodePorts = FirstClaims<NodePortKey, NodePortClaim>()
    for claim in NodePortClaim.all(in: network) { _ = nodePorts.claim(claim.key, by: claim) }
    var clashes = ClaimGroups<NodePortClaim>()
    for claim in HostPortClaim.all(in: network) {
      let key = NodePortKey(port: claim.port, transport: claim.transport)
      guard let nodePort = nodePorts[key], meets(claim, nodePort, in: network) else { continue }
      clashes.add(claim, nodePort)
    }
    for group in clashes.groups {
      report(group.claim, group.clash, others: group.nodes.count - 1, in: network, log: &log)
    }
  }

  /// Whether the pod and the Service want packets to the same address of the node.
  private static func meets(
    _ claim: HostPortClaim, _ nodePort: NodePortClaim, in network: Network
  ) -> Bool {
    let families = network.services[nodePort.service].families
    let node = network.nodes[claim.node]
    func isServed(_ address: IPAddress) -> Bool {
      families.contains(address.family)
        && network.cluster.proxy.servesNodePorts(at: address, of: node)
    }
    if let address = claim.address { return isServed(address) }
    return network.cluster.proxy.nodePortAddresses.isEmpty
      || node.addresses.contains { isServed($0.value) }
  }

  private static func report(
    _ claim: HostPortClaim, _ nodePort: NodePortClaim, others: Int, in network: Network,
    log: inout DiagnosticLog
  ) {
    let service = network.services[nodePort.service]
    log.report(
      page,
      "\(claim.text(in: network))\(andMore(others, "node")) is"
        + " \(nodePort.isHealthCheck ? "the " : "a ")\(nodePort.kind) of service \(service.name)",
      at: claim.range,
      notes: [
        Note("the Service claims \(nodePort.port) here", at: nodePort.range ?? service.range)
      ],
      help: nodePort.range == nil
        ? "choose another host port, or remove the Service's entry from netc.lock"
        : "choose another host port or another node port", object: network.pods[claim.pod].owner)
  }
}
