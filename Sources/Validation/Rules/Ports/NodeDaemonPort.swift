import Diagnostics
import NetworkModel
import NetworkTypes

enum NodeDaemonPort: ValidationRule {
  static let page = DiagnosticPage(
    505, .warning, "A port that programs have on every node",
    explanation: """
      On a node of a live cluster kubelet listens at 10250/TCP and kube-proxy at 10249/TCP (on
      loopback) and 10256/TCP, and on nearly every host sshd at 22/TCP. A pod that wants such a
      port of the node does not start there, and a node port with the number, or a Service that
      has a node's address as an external IP and this port, cuts the program off. On hosts that
      run nothing but netc's artifacts only sshd is at stake.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata: {name: probe}
        spec:
          hostNetwork: true
          containers:
            - {name: probe, image: probe, ports: [{containerPort: 10250}]}
            #                                                     ^^^^^ NC0505
        """,
      good: """
        apiVersion: v1
        kind: Pod
        metadata: {name: probe}
        spec:
          containers:
            - {name: probe, image: probe, ports: [{containerPort: 10250}]}
        """), isAllowable: true)

  private struct Daemon {
    let name: String
    let listensOnLoopback: Bool
  }

  /// pkg/cluster/ports/ports.go, and RFC 4251: KubeletPort, ProxyStatusPort, ProxyHealthzPort.
  private static let daemons: [Port: Daemon] = [
    22: Daemon(name: "sshd", listensOnLoopback: false),
    10_250: Daemon(name: "kubelet", listensOnLoopback: false),
    10_249: Daemon(name: "kube-proxy", listensOnLoopback: true),
    10_256: Daemon(name: "kube-proxy", listensOnLoopback: false),
  ]

  static func check(_ network: Network, log: inout DiagnosticLog) {
    var reported = Set<SourceRange>()
    for claim in HostPortClaim.all(in: network) where claim.transport == .tcp {
      let pod = network.pods[claim.pod]
      // The programs themselves run as pods of this namespace in many distributions.
      guard pod.name.namespace != "kube-system", let daemon = daemons[claim.port],
        isTaken(claim.address, by: daemon), reported.insert(claim.range).inserted
      else { continue }
      log.report(
        page, "\(claim.text(in: network)) is \(daemon.name)'s on every node", at: claim.range,
        help: "choose another port", object: pod.owner)
    }
    for claim in NodePortClaim.all(in: network) where claim.transport == .tcp {
      guard let place = claim.range, let daemon = daemons[claim.port] else { continue }
      let service = network.services[claim.service]
      log.report(
        page,
        "\(claim.kind) \(claim.port) of service \(service.name) is \(daemon.name)'s on every node",
        at: place, help: "choose another port", object: service.object)
    }
    checkExternalIPs(network, log: &log)
  }

  /// External IPs that are nodes' own; of a load balancer's addresses others take care.
  private static func checkExternalIPs(_ network: Network, log: inout DiagnosticLog) {
    let own = Set(network.nodes.flatMap { $0.addresses.map(\.value) })
    for service in network.services where service.isServedByRules {
      guard let address = service.externalIPs.first(where: { own.contains($0.value) }) else {
        continue
      }
      for port in service.ports where port.transport == .tcp {
        guard let daemon = daemons[port.port], !daemon.listensOnLoopback else { continue }
        log.report(
          page,
          "port \(port.port) of \(address.value), wanted by service \(service.name), is"
            + " \(daemon.name)'s on every node", at: port.portRange,
          notes: [Note("the node's address", at: address.range)],
          help: "choose another port or another address", object: service.object)
      }
    }
  }

  private static func isTaken(_ address: IPAddress?, by daemon: Daemon) -> Bool {
    guard let address else { return true }
    return !daemon.listensOnLoopback || address.isLoopback
  }
}
