import Diagnostics
import NetworkModel
import NetworkTypes

enum SliceWithoutService: ValidationRule {
  static let page = DiagnosticPage(
    316, .warning, "An EndpointSlice belongs to no Service",
    explanation: """
      A slice belongs to the Service that its label `kubernetes.io/service-name` names. Without the
      label it is legal, but nothing in a cluster looks at it, and neither does netc.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: db}
        spec:
          clusterIP: None
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: db
          #     ^^ NC0316
        addressType: IPv4
        ports: [{port: 5432}]
        endpoints: [{addresses: [198.51.100.5]}]
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
        metadata:
          name: db
          labels: {kubernetes.io/service-name: db}
        addressType: IPv4
        ports: [{port: 5432}]
        endpoints: [{addresses: [198.51.100.5]}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for stray in network.strayEndpoints where stray.serviceName == nil {
      log.report(
        page, "\(stray.object) has no label kubernetes.io/service-name", at: stray.range,
        help: "add the label with the name of its Service", object: stray.object)
    }
  }
}
