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
      it is yours and somebody brings its packets here, allow this code with that reason.
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
    for (position, service) in network.services.enumerated() where service.isServedByRules {
      let isBalanced = Set(service.loadBalancerIPs.map(\.value))
      let foreign = service.externalIPs.filter { address in
        !own.contains(address.value) && !isBalanced.contains(address.value)
          // These are refused.
          && network.cluster.range(holding: address.value) == nil
          && !service.ports.contains {
            known.owner(of: $0, at: address.value, for: Index(position)) != nil
          }
      }
      guard let first = foreign.first else { continue }
      log.report(
        page,
        "service \(service.name) takes what pods and nodes send to \(first.value), which is no"
          + " node's\(andMore(foreign.count - 1, "address"))", at: first.range,
        help: "use a node's address, a load balancer's, or allow this code with the reason",
        object: service.object)
    }
  }
}
