import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum UnknownEndpointNode: ValidationRule {
  static let page = DiagnosticPage(
    317, .warning, "An endpoint is on a node that does not exist",
    explanation: """
      `nodeName` of an endpoint says which node it counts as local on. No node of the input has
      this name, so the endpoint is local nowhere: it gets traffic of the policy `Cluster`, and
      none of the policy `Local`.
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
          - addresses: [198.51.100.5]
            nodeName: node-z
            #         ^^^^^^ NC0317
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
          - addresses: [198.51.100.5]
            nodeName: node-b
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let names = network.nodes.map(\.name)
    // Thousands of slices name the same few nodes of another cluster.
    var nearest: [String: String?] = [:]
    for service in network.services where service.hasGivenEndpoints {
      let strays = service.endpoints.compactMap(\.unknownNode)
        .filter {
          !network.broken.contains(.node, ObjectName(checkedNamespace: "", name: $0.value))
        }
      guard let first = strays.min(by: { $0.range < $1.range }) else { continue }
      if nearest[first.value] == nil, nearest.count < 100 {
        nearest[first.value] = .some(Spelling.nearest(first.value, among: names))
      }
      let near = (nearest[first.value] ?? nil) ?? nil
      log.report(
        page,
        "there is no node \(first.value), which an endpoint of service \(service.name) names"
          + andMore(strays.count - 1, "endpoint"), at: first.range,
        help: near.map { "did you mean \($0)?" } ?? "name a node of the input",
        fixes: near.map { [Fix(replace: first.range, with: $0)] } ?? [], object: service.object)
    }
  }
}
