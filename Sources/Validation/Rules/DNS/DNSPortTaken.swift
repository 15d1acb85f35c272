import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum DNSPortTaken: ValidationRule {
  static let page = DiagnosticPage(
    611, .error, "A port of a DNS node is taken",
    explanation: """
      CoreDNS listens on port 53 of the addresses of each node of `dns.nodes` (UDP and TCP), on the
      ports of `dns.transports` (TCP), and on `dns.ports` of 127.0.0.1 (TCP). A host-network pod or
      a host port of a pod on that node has one of these at the same address; the later of the two
      does not start. A pod that listens at an address of its own may say so with `hostIP`.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          dns: {serviceIPs: [10.96.0.10], nodes: [node-a]}
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: dnsmasq}
        spec:
          nodeName: node-a
          hostNetwork: true
          containers:
            - name: dnsmasq
              image: dnsmasq
              ports: [{containerPort: 53, protocol: UDP}]
              #                       ^^ NC0611
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          dns: {serviceIPs: [10.96.0.10], nodes: [node-a]}
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: dnsmasq}
        spec:
          nodeName: node-a
          hostNetwork: true
          containers:
            - name: dnsmasq
              image: dnsmasq
              ports: [{containerPort: 5353, protocol: UDP}]
        """), isAllowable: true)

  private struct Listener {
    let what: String
    /// On the node's addresses; nil: on 127.0.0.1.
    let isOutside: Bool
    let range: SourceRange
  }

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let serving = network.nodes.enumerated().filter { node in
      network.cluster.dnsNodes.contains { $0.value == node.element.name }
    }.map { Index<Node>($0.offset) }
    guard !serving.isEmpty else { return }
    let listeners = listeners(network)
    var clashes = ClaimGroups<Listener>()
    for claim in HostPortClaim.all(in: network) where serving.contains(claim.node) {
      let key = NodePortKey(port: claim.port, transport: claim.transport)
      for listener in listeners[key] ?? [] where meets(claim, listener, in: network) {
        clashes.add(claim, listener)
      }
    }
    for group in clashes.groups { report(group.claim, group.clash, network, &log) }
  }

  private static func listeners(_ network: Network) -> [NodePortKey: [Listener]] {
    let dns = network.cluster.dns
    let place = network.servingDNS.first?.range ?? network.cluster.range
    var found: [NodePortKey: [Listener]] = [:]
    func add(_ what: String, _ port: Located<Port>, _ transport: TransportProtocol, outside: Bool) {
      found[NodePortKey(port: port.value, transport: transport), default: []].append(
        Listener(what: what, isOutside: outside, range: port.range.orIfDefault(place)))
    }
    add("DNS", Located(53, place), .udp, outside: true)
    add("DNS", Located(53, place), .tcp, outside: true)
    for transport in dns.transports {
      add("DNS over \(transport.carrier.value.rawValue)", transport.port, .tcp, outside: true)
    }
    add("CoreDNS' health check", dns.ports.health, .tcp, outside: false)
    add("CoreDNS' ready check", dns.ports.ready, .tcp, outside: false)
    add("CoreDNS' metrics", dns.ports.metrics, .tcp, outside: false)
    return found
  }

  private static func meets(
    _ claim: HostPortClaim, _ listener: Listener, in network: Network
  ) -> Bool {
    // A host port is no socket: rules lead it to the pod, and loopback is not among them.
    guard listener.isOutside || network.pods[claim.pod].usesHostNetwork else { return false }
    guard let address = claim.address else { return true }
    return listener.isOutside
      ? network.nodes[claim.node].addresses.contains { $0.value == address } : address.isLoopback
  }

  private static func report(
    _ claim: HostPortClaim, _ listener: Listener, _ network: Network, _ log: inout DiagnosticLog
  ) {
    log.report(
      page, "\(claim.text(in: network)) is taken by \(listener.what)", at: claim.range,
      notes: [Note("CoreDNS is asked for here", at: listener.range)],
      help: listener.isOutside
        ? "move the pod to another node, or DNS" : "write another port in dns.ports",
      object: network.pods[claim.pod].owner)
  }
}
