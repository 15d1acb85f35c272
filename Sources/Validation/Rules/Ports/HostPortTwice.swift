import Diagnostics
import NetworkModel
import NetworkTypes

enum HostPortTwice: ValidationRule {
  static let page = DiagnosticPage(
    504, .error, "Two pods on a node claim the same host port",
    explanation: """
      A port of a node, per protocol and address, belongs to one pod: as its `hostPort`, or because
      a pod with the host's network listens there. Without `hostIP` a pod claims the port on all
      addresses. The scheduler never puts two such pods on one node; here both are bound to it.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata: {name: one}
        spec:
          nodeName: node-a
          containers:
            - {name: web, image: nginx, ports: [{containerPort: 80, hostPort: 8080}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: two}
        spec:
          nodeName: node-a
          containers:
            - {name: web, image: nginx, ports: [{containerPort: 80, hostPort: 8080}]}
            #                                                                 ^^^^ NC0504
        """,
      good: """
        apiVersion: v1
        kind: Pod
        metadata: {name: one}
        spec:
          nodeName: node-a
          containers:
            - {name: web, image: nginx, ports: [{containerPort: 80, hostPort: 8080}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: two}
        spec:
          nodeName: node-b
          containers:
            - {name: web, image: nginx, ports: [{containerPort: 80, hostPort: 8080}]}
        """))

  /// What is taken of one port of one node.
  private struct Taken {
    private var first: HostPortClaim?
    private var onAll: HostPortClaim?
    private var onAddress: [IPAddress: HostPortClaim] = [:]

    /// The earlier claim that leaves no room for this one, which is then taken too.
    mutating func add(_ claim: HostPortClaim) -> HostPortClaim? {
      defer { first = first ?? claim }
      guard let address = claim.address else {
        onAll = onAll ?? claim
        return first
      }
      let earlier = onAll ?? onAddress[address]
      onAddress[address] = onAddress[address] ?? claim
      return earlier
    }
  }

  static func check(_ network: Network, log: inout DiagnosticLog) {
    var taken: [HostPortKey: Taken] = [:]
    var clashes = ClaimGroups<HostPortClaim>()
    for claim in HostPortClaim.all(in: network) {
      guard let earlier = taken[claim.key, default: Taken()].add(claim),
        !isReportedBefore(claim, earlier)
      else { continue }
      clashes.add(claim, earlier)
    }
    for group in clashes.groups {
      report(group.claim, group.clash, others: group.nodes.count - 1, in: network, log: &log)
    }
  }

  /// The same port on the same address twice in one pod is refused where the pod is read.
  private static func isReportedBefore(_ claim: HostPortClaim, _ earlier: HostPortClaim) -> Bool {
    claim.pod == earlier.pod && claim.hostIP == earlier.hostIP
  }

  private static func report(
    _ claim: HostPortClaim, _ earlier: HostPortClaim, others: Int, in network: Network,
    log: inout DiagnosticLog
  ) {
    let other = network.pods[earlier.pod]
    let place = earlier.address.map { " on \($0)" } ?? ""
    log.report(
      page,
      "\(claim.text(in: network))\(claim.address.map { " at \($0)" } ?? "")"
        + "\(andMore(others, "node")) is claimed by pod \(other.name)\(place) first",
      at: claim.range,
      notes: [Note("first claimed here", at: earlier.range)],
      help: claim.range == earlier.range
        ? "pods of one template cannot share a node; do not bind them to it"
        : "choose another port, or another node for one of the two",
      object: network.pods[claim.pod].owner)
  }
}
