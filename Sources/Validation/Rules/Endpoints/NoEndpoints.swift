import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum NoEndpoints: ValidationRule {
  static let page = DiagnosticPage(
    513, .warning, "A Service without selector has no endpoints",
    explanation: """
      A Service without `selector` leads to the addresses that an EndpointSlice (or an Endpoints
      object) of the input names for it. There is none of its families, or of one of two, so that
      connections over it are refused. Add a slice with the label `kubernetes.io/service-name`, or
      a selector.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata:
          name: db
          #     ^^ NC0513
        spec:
          ports: [{port: 5432}]
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata:
          name: db
        spec:
          ports: [{port: 5432}]
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: db-1, labels: {kubernetes.io/service-name: db}}
        addressType: IPv4
        ports: [{port: 5432}]
        endpoints: [{addresses: [198.51.100.5]}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for service in network.services where mayBeBare(service) {
      let bare = service.families.filter { family in
        !service.endpoints.contains { $0.address.family == family }
      }
      guard bare == service.families || service.hasGivenEndpoints, !bare.isEmpty else { continue }
      let namespace = service.name.namespace
      guard !network.broken.containsAny(of: [.endpointSlice, .endpoints], in: namespace) else {
        continue
      }
      let families = bare.map(\.name).joined(separator: " or ")
      log.report(
        page,
        service.hasGivenEndpoints
          ? "service \(service.name) has no \(families) endpoints"
          : "service \(service.name) has neither a selector nor endpoints", at: service.range,
        help: "add an EndpointSlice, or connections to it are refused", object: service.object)
    }
  }

  /// A headless Service or that of another proxy refuses nothing; the API server's has endpoints
  /// that only a live cluster knows. One without families has been reported.
  private static func mayBeBare(_ service: Service) -> Bool {
    service.type != .externalName && service.effectiveSelector == nil && !service.isHeadless
      && !service.isForAnotherProxy && !service.isAPIServer
  }
}
