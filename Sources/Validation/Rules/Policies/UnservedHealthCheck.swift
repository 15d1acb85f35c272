import Diagnostics
import NetworkModel
import Resources

enum UnservedHealthCheck: ValidationRule {
  static let page = DiagnosticPage(
    529, .note, "netc serves no health check",
    explanation: """
      kube-proxy answers HTTP at the `healthCheckNodePort` of a Service of type LoadBalancer with
      `externalTrafficPolicy: Local`, so that the load balancer learns which nodes have an
      endpoint. netc writes files and runs nothing: it keeps the port free and lets packets to it
      in, and a program of yours may answer there. A load balancer that asks and gets no answer
      takes every node for dead: let it check the node port instead, or give it the nodes that the
      endpoints are on. Said once for the whole input.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: nginx}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: LoadBalancer
          externalTrafficPolicy: Local
          healthCheckNodePort: 32100
          #                    ^^^^^ NC0529
          selector: {app: web}
          ports: [{port: 80}]
        """,
      good: """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: nginx}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: LoadBalancer
          selector: {app: web}
          ports: [{port: 80}]
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let services = network.services.filter {
      $0.healthCheckNodePort != nil && $0.isServedByRules && !$0.isAnnounced
    }
    guard let first = services.first, let port = first.healthCheckNodePort else { return }
    log.report(
      page,
      "nobody answers at health check node port \(port.value) of service \(first.name)"
        + andMore(services.count - 1, "Service"),
      at: port.range.orIfDefault(first.externalTrafficPolicy.range.orIfDefault(first.range)),
      help: "let the load balancer check the node port, or answer there yourself",
      object: first.object)
  }
}
