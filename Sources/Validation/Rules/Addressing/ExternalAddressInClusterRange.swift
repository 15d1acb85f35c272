import Diagnostics
import NetworkModel
import NetworkTypes

enum ExternalAddressInClusterRange: ValidationRule {
  static let page = DiagnosticPage(
    425, .error, "An external address lies in a range of the cluster",
    explanation: """
      `externalIPs` and the addresses of load balancers are for packets that come from outside. An
      address of the pod or service range belongs to a pod or a Service, or will one day, and no
      router outside leads to it.
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
          externalIPs: [10.96.9.9]
          #             ^^^^^^^^^ NC0425
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
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for service in network.services {
      // The rule about the pool has spoken of its addresses.
      let given = Set(
        service.loadBalancerPool == nil ? [] : service.loadBalancerIPs.map(\.value))
      for address in service.externalAddresses where !given.contains(address.value) {
        guard let range = network.cluster.range(holding: address.value) else { continue }
        log.report(
          page, "\(address.value) of service \(service.name) lies in \(range.text)",
          at: address.range, notes: [range.note],
          help: "write an address that routers outside lead to a node", object: service.object)
      }
    }
  }
}

extension Service {
  /// External IPs, then addresses of load balancers; each once.
  var externalAddresses: [Located<IPAddress>] {
    var seen = Set<IPAddress>()
    return (externalIPs + loadBalancerIPs).filter { seen.insert($0.value).inserted }
  }
}
