import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum StubNameServer: ValidationRule {
  static let page = DiagnosticPage(
    604, .warning, "A pod asks a stub resolver that it cannot reach",
    explanation: """
      127.0.0.53 and 127.0.0.54 are the stub of systemd-resolved on the host. A pod has a loopback
      of its own, where nobody listens at these addresses: every lookup fails. Write the servers of
      the host's /run/systemd/resolve/resolv.conf, or the cluster's DNS.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          dnsPolicy: None
          dnsConfig: {nameservers: [127.0.0.53]}
          #                         ^^^^^^^^^^ NC0604
          containers: [{name: web, image: nginx}]
        """,
      good: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          dnsPolicy: None
          dnsConfig: {nameservers: [192.0.2.53]}
          containers: [{name: web, image: nginx}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let cluster = network.cluster
    for server in cluster.dns.nodeResolver?.nameservers ?? [] where server.value.isLoopback {
      log.report(
        page, "\(server.value) is the node's own loopback, which pods do not have",
        at: server.range, help: "write the servers of /run/systemd/resolve/resolv.conf",
        object: cluster.object)
    }
    for pod in network.podsOfTheirOwnNetwork {
      for server in pod.template.dnsConfig?.nameservers ?? [] where isStub(server.value) {
        log.report(
          page, "\(server.value) is the host's stub resolver, and the pod's own loopback",
          at: server.range, help: "write a server that pods can reach", object: pod.owner)
      }
    }
  }

  /// systemd-resolved.service(8).
  private static func isStub(_ address: IPAddress) -> Bool {
    address.family == .ipv4 && (address.bits == 0x7F00_0035 || address.bits == 0x7F00_0036)
  }
}
