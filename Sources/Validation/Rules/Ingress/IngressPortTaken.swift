import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum IngressPortTaken: ValidationRule {
  static let page = DiagnosticPage(
    730, .error, "A pod takes a port that nginx listens on",
    explanation: """
      nginx listens on `ingress.httpPort` and `ingress.httpsPort` (80 and 443) of the ingress
      nodes. This pod takes one of them there, with a host port or with the host's network. Often
      it is an ingress controller, whose place netc's nginx takes: leave its Deployment or
      DaemonSet out, and keep its Service.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          ingress: {nodes: [node-a]}
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: proxy}
        spec:
          containers:
            - {name: proxy, image: proxy, ports: [{containerPort: 8080, hostPort: 80}]}
            #                                                                     ^^ NC0730
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          ingress: {nodes: [node-a]}
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: proxy}
        spec:
          containers:
            - {name: proxy, image: proxy, ports: [{containerPort: 8080, hostPort: 8080}]}
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let http = network.http
    let nodes = Set(http.nodes)
    guard !nodes.isEmpty else { return }
    let ports = [
      http.settings.httpPort.value: "plain HTTP", http.settings.httpsPort.value: "HTTPS",
    ]
    var clashes = ClaimGroups<String>()
    for claim in HostPortClaim.all(in: network) {
      guard claim.transport == .tcp, nodes.contains(claim.node), let use = ports[claim.port]
      else { continue }
      clashes.add(claim, use)
    }
    for group in clashes.groups {
      let claim = group.claim
      log.report(
        page,
        "\(claim.text(in: network))\(andMore(group.nodes.count - 1, "node")) is nginx' for "
          + group.clash,
        at: claim.range, notes: notes(http.settings),
        help: "choose another port or node; a controller's pods are replaced by netc's nginx",
        object: network.pods[claim.pod].owner)
    }
  }

  private static func notes(_ settings: HTTPSettings) -> [Note] {
    settings.nodeNames.first.map { [Note("the ingress nodes are named here", at: $0.range)] } ?? []
  }
}
