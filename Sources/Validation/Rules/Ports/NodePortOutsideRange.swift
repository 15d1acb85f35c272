import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum NodePortOutsideRange: ValidationRule {
  static let page = DiagnosticPage(
    502, .error, "A node port is not in the node port range",
    explanation: """
      Node ports are numbers of `nodePortRange` (30000-32767 where the Cluster says nothing): only
      there can the nodes be sure that no other program listens. The API server refuses others.
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
          type: NodePort
          selector: {app: web}
          ports: [{port: 80, nodePort: 8080}]
          #                            ^^^^ NC0502
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
          type: NodePort
          selector: {app: web}
          ports: [{port: 80, nodePort: 32767}]
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let range = network.cluster.nodePortRange
    let notes =
      range.range.isWritten ? [Note("nodePortRange is here", at: range.range)] : []
    for claim in NodePortClaim.all(in: network) where !range.value.contains(claim.port) {
      guard let place = claim.range else { continue }
      let service = network.services[claim.service]
      log.report(
        page,
        "\(claim.kind) \(claim.port) of service \(service.name) is not in \(range.value)",
        at: place, notes: notes,
        help: "choose a number of the range, or set nodePortRange of the Cluster",
        object: service.object)
    }
  }
}
