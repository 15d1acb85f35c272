import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum IngressWithoutNodes: ValidationRule {
  static let page = DiagnosticPage(
    702, .warning, "Ingress objects that no node serves",
    explanation: """
      The nodes that `spec.ingress.nodes` of the Cluster names run nginx. It names none, so
      nothing is written for the Ingress objects of the input; they are checked all the same.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          #     ^^^ NC0702
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web,
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
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web}
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let http = network.http
    // The first policy is the Cluster's.
    let objects = http.policies.dropFirst().map(\.origin)
    guard http.settings.nodeNames.isEmpty, let first = objects.min(by: { $0.range < $1.range })
    else { return }
    let count = objects.count == 1 ? "1 Ingress object" : "\(objects.count) Ingress objects"
    log.report(
      page, "\(count) of class `\(http.settings.className.value)`, and no node serves them",
      at: first.range, help: "name nodes in `spec.ingress.nodes` of the Cluster",
      object: first.object)
  }
}
