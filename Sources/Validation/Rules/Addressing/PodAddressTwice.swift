import Diagnostics
import NetworkModel
import NetworkTypes

enum PodAddressTwice: ValidationRule {
  static let page = DiagnosticPage(
    412, .error, "Two pods have the same address",
    explanation: """
      An address of the pod network belongs to one pod. Pods with the host's network, which share
      the node's address, and pods that have finished do not count.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata: {name: one}
        spec:
          nodeName: node-a
          containers: [{name: web, image: nginx}]
        status: {podIP: 10.244.1.9}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: two}
        spec:
          nodeName: node-a
          containers: [{name: web, image: nginx}]
        status: {podIP: 10.244.1.9}
        #               ^^^^^^^^^^ NC0412
        """,
      good: """
        apiVersion: v1
        kind: Pod
        metadata: {name: one}
        spec:
          nodeName: node-a
          containers: [{name: web, image: nginx}]
        status: {podIP: 10.244.1.9, phase: Succeeded}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: two}
        spec:
          nodeName: node-a
          containers: [{name: web, image: nginx}]
        status: {podIP: 10.244.1.9}
        """))

  private struct Claim {
    let pod: Pod
    let address: IPAddress
    let range: SourceRange
  }

  static func check(_ network: Network, log: inout DiagnosticLog) {
    guard !network.podsByAddress.areUnique else { return }
    let written = network.pods
      .filter { $0.isPlaced && !$0.usesHostNetwork }
      .flatMap { pod in
        pod.addresses.compactMap { address in
          address.range.map { Claim(pod: pod, address: address.address, range: $0) }
        }
      }
      .sorted { $0.range < $1.range }
    var claims = FirstClaims<IPAddress, Claim>()
    for claim in written {
      guard let first = claims.claim(claim.address, by: claim) else { continue }
      log.report(
        page, "\(claim.address) of pod \(claim.pod.name) belongs to pod \(first.pod.name) already",
        at: claim.range, notes: [Note("first claimed here", at: first.range)],
        help: "correct one of the two, or remove it: netc then chooses", object: claim.pod.owner)
    }
  }
}
