import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum StrayEndpointObjects: ValidationRule {
  static let page = DiagnosticPage(
    315, .warning, "Endpoints belong to a Service that does not exist",
    explanation: """
      An Endpoints object belongs to the Service of its own name, an EndpointSlice to the one that
      its label `kubernetes.io/service-name` names, both in the same namespace. There is no such
      Service, so no traffic ever goes to these addresses. The API server takes them all the same,
      and so does netc: the Service may come later.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: database}
        spec:
          clusterIP: None
        ---
        apiVersion: v1
        kind: Endpoints
        metadata:
          name: databse
          #     ^^^^^^^ NC0315
        subsets:
          - addresses: [{ip: 198.51.100.5}]
            ports: [{port: 5432}]
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata: {name: database}
        spec:
          ports: [{port: 5432}]
        ---
        apiVersion: v1
        kind: Endpoints
        metadata:
          name: database
        subsets:
          - addresses: [{ip: 198.51.100.5}]
            ports: [{port: 5432}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let names = ServiceNames(network)
    let strays = network.strayEndpoints.sorted { $0.range < $1.range }
    // Several slices of one Service miss it together: one mistake.
    var missing = Set<ObjectName>()
    for stray in strays {
      guard let service = stray.serviceName else { continue }
      let name = ObjectName(checkedNamespace: stray.namespace, name: service)
      guard missing.insert(name).inserted, !isAPIServer(name) else { continue }
      let near = names.nearest(service, in: stray.namespace)
      let other = near == nil ? names.elsewhere(service) : nil
      log.report(
        page, "there is no service \(name) for these endpoints", at: stray.range,
        notes: (near ?? other).map { [Note("service \($0.name) is declared here", at: $0.range)] }
          ?? [],
        help: near.map { "did you mean \($0.name.name)?" }
          ?? other.map {
            "the Service must be in namespace \(name.namespace), not in"
              + " \($0.name.namespace)"
          } ?? "add the Service, or remove the endpoints",
        fixes: near.map { [Fix(replace: stray.range, with: $0.name.name)] } ?? [],
        object: stray.object)
    }
  }

  /// The API server writes its own endpoints, which an export without Services holds too.
  private static func isAPIServer(_ name: ObjectName) -> Bool {
    name.namespace == "default" && name.name == "kubernetes"
  }
}
