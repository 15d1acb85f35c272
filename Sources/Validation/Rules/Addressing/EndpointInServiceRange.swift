import Diagnostics
import NetworkModel
import NetworkTypes

enum EndpointInServiceRange: ValidationRule {
  static let page = DiagnosticPage(
    427, .error, "An endpoint lies in the service range",
    explanation: """
      Service rules translate a packet once. When its new destination is another cluster IP, no
      rule looks at it again and nobody answers; when it is the Service's own, it goes in circles.
      Write the addresses of the real servers, or select the other Service's pods.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: db}
        spec:
          ports: [{port: 5432}]
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: db-1, labels: {kubernetes.io/service-name: db}}
        addressType: IPv4
        ports: [{port: 5432}]
        endpoints:
          - addresses: [10.96.7.7]
          #             ^^^^^^^^^ NC0427
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata: {name: db}
        spec:
          ports: [{port: 5432}]
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: db-1, labels: {kubernetes.io/service-name: db}}
        addressType: IPv4
        ports: [{port: 5432}]
        endpoints:
          - addresses: [198.51.100.7]
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for service in network.services where service.hasGivenEndpoints {
      for endpoint in service.endpoints {
        guard let range = network.cluster.serviceRange(endpoint.address.family),
          range.prefix.contains(endpoint.address), !isOwn(endpoint, in: network)
        else { continue }
        log.report(
          page,
          "endpoint \(endpoint.address) of service \(service.name) lies in \(range.text)",
          at: endpoint.range, notes: [range.note],
          help: "write the address of a server, not of a Service", object: service.object)
      }
    }
  }

  /// A pod really has the address: then the ranges overlap, which is reported as such.
  private static func isOwn(_ endpoint: Endpoint, in network: Network) -> Bool {
    guard let pod = endpoint.pod else { return false }
    return network.pods[pod].addresses.contains { $0.address == endpoint.address }
  }
}
