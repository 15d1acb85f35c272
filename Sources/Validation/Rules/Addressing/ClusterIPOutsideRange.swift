import Diagnostics
import NetworkModel
import NetworkTypes

enum ClusterIPOutsideRange: ValidationRule {
  static let page = DiagnosticPage(
    420, .error, "A cluster IP is not in the service range",
    explanation: """
      A written `clusterIP` must be an address of `serviceCIDRs`: nodes route that range only, and
      the API server refuses any other address.
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
          clusterIP: 10.99.0.5
          #          ^^^^^^^^^ NC0420
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
          clusterIP: 10.96.0.5
          selector: {app: web}
          ports: [{port: 80}]
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for service in network.services {
      for address in service.clusterIPs {
        guard let place = address.range,
          let range = network.cluster.serviceRange(address.address.family),
          !range.prefix.contains(address.address)
        else { continue }
        log.report(
          page, "\(address.address) of service \(service.name) is not in \(range.text)", at: place,
          notes: [range.note],
          help: "choose an address of \(range.prefix), or remove it: netc then chooses",
          object: service.object)
      }
    }
  }
}
