import Diagnostics
import NetworkModel
import NetworkTypes

enum NodePortTwice: ValidationRule {
  static let page = DiagnosticPage(
    501, .error, "A node port is claimed twice",
    explanation: """
      Node ports are one number space for all Services and all protocols: the API server gives a
      number to one Service only, even if one wants it for TCP and the other for UDP. Health check
      node ports come from the same space. Within one Service, ports of different protocols may
      share a node port if they share the port too, as DNS does with 53.
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
          type: NodePort
          selector: {app: web}
          ports: [{port: 80, nodePort: 30080}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: b}
        spec:
          type: NodePort
          selector: {app: web}
          ports: [{port: 443, protocol: UDP, nodePort: 30080}]
          #                                            ^^^^^ NC0501
        """,
      good: """
        apiVersion: v1
        kind: Pod
        metadata: {name: dns, labels: {app: dns}}
        spec:
          containers: [{name: dns, image: coredns/coredns}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: dns}
        spec:
          type: NodePort
          selector: {app: dns}
          ports:
            - {name: udp, port: 53, protocol: UDP, nodePort: 30053}
            - {name: tcp, port: 53, protocol: TCP, nodePort: 30053}
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    var claims = FirstClaims<Port, NodePortClaim>()
    for claim in NodePortClaim.all(in: network) {
      guard let place = claim.range, let first = claims.claim(claim.port, by: claim),
        !isShared(claim, first)
      else { continue }
      let (service, owner) = (network.services[claim.service], network.services[first.service])
      log.report(
        page,
        "\(claim.kind) \(shown(claim.port, claim.transport)) of service \(service.name) is"
          + " claimed by \(first.isHealthCheck ? "the health check of " : "")service"
          + " \(owner.name)\(claim.transport == first.transport ? "" : " (\(first.transport.name))")"
          + " first", at: place,
        notes: [Note("first claimed here", at: first.range ?? owner.range)],
        help: claim.transport == first.transport || claim.service == first.service
          ? "choose another number, or remove it: netc then chooses"
          : "only ports of one Service may share a number; choose another one",
        object: service.object)
    }
  }

  /// Whether two claims of one Service get along, or were reported where the Service was read.
  private static func isShared(_ claim: NodePortClaim, _ first: NodePortClaim) -> Bool {
    guard claim.service == first.service, !claim.isHealthCheck, !first.isHealthCheck else {
      return false
    }
    return claim.transport == first.transport || claim.servicePort == first.servicePort
  }
}
