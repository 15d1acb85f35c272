import Diagnostics
import NetworkModel
import NetworkTypes

enum ForeignExternalIP: ValidationRule {
  static let page = DiagnosticPage(
    431, .warning, "An external IP that is no node's",
    explanation: """
      Every node sends what its pods and programs send to an external IP and port to the Service's
      endpoints, whoever really has the address: that is how CVE-2020-8554 reads other people's
      traffic, and why Kubernetes 1.36 warns of the field. Packets from outside come to the
      Service only if a router leads them to a node; netc makes no host answer for the address. If
      it is yours and somebody brings its packets here, allow this code with that reason. Said once
      for the whole input, at the first such Service, and allowed there for all.
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
        metadata: {name: web}
        spec:
          externalIPs: [203.0.113.7]
          #             ^^^^^^^^^^^ NC0431
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
        metadata: {name: web}
        spec:
          externalIPs: [192.168.56.11]
          selector: {app: web}
          ports: [{port: 80}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let own = Set(network.nodes.flatMap { $0.addresses.map(\.value) })
    let known = KnownAddresses(network, among: network.externalIPs)
    var found: [(service: Service, address: Located<IPAddress>)] = []
    for (position, service) in network.services.enumerated() where service.isServedByRules {
      let balanced = Set(service.loadBalancerIPs.map(\.value))
      let foreign = service.externalIPs.first { address in
        !own.contains(address.value) && !balanced.contains(address.value)
          // These are refused.
          && network.cluster.range(holding: address.value) == nil
          && !service.ports.contains {
            known.owner(of: $0, at: address.value, for: Index(position)) != nil
          }
      }
      if let foreign { found.append((service, foreign)) }
    }
    guard let first = found.min(by: { $0.address.range < $1.address.range }) else { return }
    let more = found.count - 1
    log.report(
      page,
      "what pods and nodes send to \(first.address.value), which is no node's, goes to service"
        + " \(first.service.name)"
        + (more == 0
          ? "" : "; \(more) more Service\(more == 1 ? " has" : "s have") such an address"),
      at: first.address.range,
      help: "use a node's address, a load balancer's, or allow this code with the reason",
      object: first.service.object)
  }
}
