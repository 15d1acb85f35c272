import Diagnostics
import NetworkModel
import NetworkTypes

enum ClusterIPTwice: ValidationRule {
  static let page = DiagnosticPage(
    422, .error, "Two Services have the same cluster IP",
    explanation: """
      A cluster IP stands for one Service. Remove one of the two, and netc chooses a free one.
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
        metadata: {name: a}
        spec:
          clusterIP: 10.96.3.3
          selector: {app: web}
          ports: [{port: 80}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: b}
        spec:
          clusterIP: 10.96.3.3
          #          ^^^^^^^^^ NC0422
          selector: {app: web}
          ports: [{port: 8080, targetPort: 80}]
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
        metadata: {name: a}
        spec:
          clusterIP: 10.96.3.3
          selector: {app: web}
          ports: [{port: 80}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: b}
        spec:
          clusterIP: 10.96.3.4
          selector: {app: web}
          ports: [{port: 8080, targetPort: 80}]
        """))

  private struct Claim {
    let service: Service
    let address: IPAddress
    let range: SourceRange
  }

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let written = network.services.flatMap { service in
      service.clusterIPs.compactMap { address in
        address.range.map { Claim(service: service, address: address.address, range: $0) }
      }
    }.sorted { $0.range < $1.range }
    var claims = FirstClaims<IPAddress, Claim>()
    for claim in written {
      guard let first = claims.claim(claim.address, by: claim) else { continue }
      log.report(
        page,
        "\(claim.address) of service \(claim.service.name) belongs to service"
          + " \(first.service.name) already", at: claim.range,
        notes: [Note("first claimed here", at: first.range)],
        help: "choose another address, or remove it: netc then chooses",
        object: claim.service.object)
    }
  }
}
