import Diagnostics
import NetworkModel
import NetworkTypes

enum ExternalIPTakesAddress: ValidationRule {
  static let page = DiagnosticPage(
    430, .error, "An external IP takes over an address that others use",
    explanation: """
      Every node sends what its pods and programs send to an external IP and port to the Service's
      endpoints, wherever that address really is. This one belongs to somebody whom they talk to:
      a DNS server, the API server, an endpoint of another Service. Whoever may write a Service
      could read that traffic (CVE-2020-8554). Choose another address or port; where the Service
      stands for the real one on purpose, allow it with a reason.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          dns: {serviceIPs: [10.96.0.10], nodes: [node-a], upstreams: [192.0.2.53]}
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: dns, labels: {app: dns}}
        spec:
          containers: [{name: dns, image: dns}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: dns}
        spec:
          externalIPs: [192.0.2.53]
          #             ^^^^^^^^^^ NC0430
          selector: {app: dns}
          ports: [{port: 53, protocol: UDP}]
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          dns: {serviceIPs: [10.96.0.10], nodes: [node-a], upstreams: [192.0.2.53]}
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: dns, labels: {app: dns}}
        spec:
          containers: [{name: dns, image: dns}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: dns}
        spec:
          externalIPs: [192.168.56.11]
          selector: {app: dns}
          ports: [{port: 53, protocol: UDP}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let known = KnownAddresses(network, among: network.externalIPs)
    for (position, service) in network.services.enumerated() where service.isServedByRules {
      for address in service.externalIPs {
        let clash = service.ports.lazy.compactMap { port in
          known.owner(of: port, at: address.value, for: Index(position))
            .map { (port: port, owner: $0) }
        }.first
        guard let clash else { continue }
        log.report(
          page,
          "service \(service.name) takes port \(shown(clash.port.port, clash.port.transport)) of"
            + " \(address.value), which is \(clash.owner.text)", at: address.range,
          notes: clash.owner.range.map { [Note("it is used here", at: $0)] } ?? [],
          help: "choose another address or another port", object: service.object)
      }
    }
  }
}

extension Network {
  /// Those of all Services.
  var externalIPs: Set<IPAddress> { Set(services.flatMap { $0.externalIPs.map(\.value) }) }
}
