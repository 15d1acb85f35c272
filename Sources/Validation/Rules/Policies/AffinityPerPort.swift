import Diagnostics
import NetworkModel
import Resources

enum AffinityPerPort: ValidationRule {
  static let page = DiagnosticPage(
    525, .warning, "A client may have another endpoint at each port",
    explanation: """
      `sessionAffinity: ClientIP` keeps a client with one endpoint of one port: every port of the
      Service, and every protocol of one port number, chooses for itself, and so does every node.
      A program that opens a session at one port and goes on with it at another one (a login over
      HTTP, then HTTPS) may meet a pod that does not know it. Give such a program one port, or let
      its pods share their sessions. A UDP flow keeps its endpoint as long as it goes on, whatever
      the timeout.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: nginx}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          sessionAffinity: ClientIP
          #                ^^^^^^^^ NC0525
          selector: {app: web}
          ports: [{name: http, port: 80}, {name: https, port: 443}]
        """,
      good: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: nginx}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          sessionAffinity: ClientIP
          selector: {app: web}
          ports: [{name: https, port: 443}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for service in network.services where service.isServedByRules && service.ports.count > 1 {
      guard let affinity = service.affinityTimeoutSeconds, service.hasSeveralUsableEndpoints
      else { continue }
      log.report(
        page,
        "a client of service \(service.name) may have another endpoint at each of its"
          + " \(service.ports.count) ports", at: affinity.range,
        help: "allow this code if a session never spans two ports", object: service.object)
    }
  }
}

extension Service {
  /// There is a choice to be made among endpoints.
  var hasSeveralUsableEndpoints: Bool {
    endpoints.lazy.filter(\.isUsable).prefix(2).count > 1
  }
}
