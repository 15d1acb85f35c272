import Diagnostics
import NetworkModel
import NetworkTypes

enum ExternalPortTwice: ValidationRule {
  static let page = DiagnosticPage(
    506, .error, "Two Services claim the same port of an external address",
    explanation: """
      Services may share an external address (`externalIPs`, or the address of a load balancer) as
      long as their ports differ. A port and protocol of it can lead to one Service only; the API
      server does not notice, and kube-proxy takes whichever comes first.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          containers: [{name: web, image: nginx}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: a}
        spec:
          externalIPs: [192.168.56.11]
          selector: {app: web}
          ports: [{port: 80}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: b}
        spec:
          externalIPs: [192.168.56.11]
          #             ^^^^^^^^^^^^^ NC0506
          selector: {app: web}
          ports: [{port: 80}]
        """,
      good: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          containers: [{name: web, image: nginx}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: a}
        spec:
          externalIPs: [192.168.56.11]
          selector: {app: web}
          ports: [{port: 80}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: b}
        spec:
          externalIPs: [192.168.56.11]
          selector: {app: web}
          ports: [{port: 81, targetPort: 80}]
        """))

  private struct Key: Hashable {
    let address: IPAddress
    let port: NodePortKey
  }

  private struct Claim {
    let service: Service
    let address: Located<IPAddress>
  }

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let written = network.services.flatMap { service in
      service.externalAddresses.map { Claim(service: service, address: $0) }
    }.sorted { $0.address.range < $1.address.range }
    var claims = FirstClaims<Key, Claim>()
    for claim in written {
      var clashes: [(port: ServicePort, first: Claim)] = []
      for port in claim.service.ports {
        let key = Key(
          address: claim.address.value,
          port: NodePortKey(port: port.port, transport: port.transport))
        let first = claims.claim(key, by: claim)
        // The same port twice in one Service is refused where the Service is read.
        if let first, first.service.name != claim.service.name { clashes.append((port, first)) }
      }
      report(claim, clashes, log: &log)
    }
  }

  private static func report(
    _ claim: Claim, _ clashes: [(port: ServicePort, first: Claim)], log: inout DiagnosticLog
  ) {
    guard let clash = clashes.first else { return }
    log.report(
      page,
      "port \(shown(clash.port.port, clash.port.transport)) of \(claim.address.value)"
        + "\(andMore(clashes.count - 1, "port")), wanted by service \(claim.service.name), is"
        + " claimed by service \(clash.first.service.name) first",
      at: claim.address.range,
      notes: [Note("first claimed here", at: clash.first.address.range)],
      help: "choose another address, or other ports", object: claim.service.object)
  }
}
