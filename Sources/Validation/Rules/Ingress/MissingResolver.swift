import Diagnostics
import NetworkModel
import NetworkTypes

enum MissingResolver: ValidationRule {
  static let page = DiagnosticPage(
    731, .error, "Nobody tells nginx the address of a name",
    explanation: """
      A backend is a host outside the cluster (a Service of type ExternalName, or the server of
      `auth-url`). nginx asks the cluster's DNS for its address, or else the upstreams of
      `spec.dns`; the Cluster names neither.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web}
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: out, port: {number: 80}}}
          #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ NC0731
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: out}
        spec: {type: ExternalName, externalName: www.example.com}
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          dns: {upstreams: [192.0.2.53]}
          ingress: {nodes: [node-a]}
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web}
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: out, port: {number: 80}}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: out}
        spec: {type: ExternalName, externalName: www.example.com}
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let cluster = network.cluster
    guard cluster.dnsServiceAddresses.isEmpty, cluster.dnsUpstreams.isEmpty else { return }
    var seen: Set<SourceRange> = []
    for rule in network.http.allRules {
      for case .external(let name, _) in rule.backends where seen.insert(rule.origin.range).inserted
      {
        report(name, rule.origin, at: rule.origin.range, log: &log)
      }
    }
    for policy in network.http.policies {
      guard let url = policy.externalAuth?.url, case .external(let name, _) = url.value.server
      else { continue }
      report(name, policy.origin, at: url.range, log: &log)
    }
  }

  private static func report(
    _ name: DNSSubdomain, _ origin: HTTPOrigin, at range: SourceRange, log: inout DiagnosticLog
  ) {
    log.report(
      page, "nobody tells nginx the address of \(name)", at: range,
      help: "name servers in `spec.dns.upstreams` of the Cluster", object: origin.object)
  }
}
