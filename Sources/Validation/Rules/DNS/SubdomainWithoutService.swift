import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum SubdomainWithoutService: ValidationRule {
  static let page = DiagnosticPage(
    615, .warning, "A subdomain that no Service stands for",
    explanation: """
      A pod with `subdomain` has a name in DNS below the Service of that name in its namespace, and
      only if the Service selects it. There is none, or it selects others: the pod's whole name,
      which stands in its own /etc/hosts, is known to nobody else.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          hostname: first
          subdomain: bandd
          #          ^^^^^ NC0615
          containers: [{name: web, image: nginx}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: band}
        spec:
          clusterIP: None
          selector: {app: web}
        """,
      good: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          hostname: first
          subdomain: band
          containers: [{name: web, image: nginx}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: band}
        spec:
          clusterIP: None
          selector: {app: web}
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let names = ServiceNames(network)
    for pod in network.podsOfTheirOwnNetwork where pod.isPlaced {
      // A StatefulSet's is its `serviceName`, which has rules of its own.
      guard let wanted = pod.template.subdomain, pod.subdomain == wanted.value else { continue }
      let name = ObjectName(checkedNamespace: pod.name.namespace, name: wanted.value)
      guard !network.broken.contains(.service, name) else { continue }
      if let service = names.service(name) {
        guard !holds(service, pod) else { continue }
        log.report(
          page, "service \(name) does not select \(pod.owner)", at: wanted.range,
          notes: [Note("it selects others here", at: service.selectorRange ?? service.range)],
          help: "give the pod the labels that the Service selects", object: pod.owner)
      } else {
        let near = names.nearest(wanted.value, in: pod.name.namespace)
        log.report(
          page, "there is no service \(name)", at: wanted.range,
          help: near.map { "did you mean \($0.name.name)?" }
            ?? "add a headless Service of this name",
          fixes: near.map { [Fix(replace: wanted.range, with: $0.name.name)] } ?? [],
          object: pod.owner)
      }
    }
  }

  /// Given endpoints are taken as they are.
  private static func holds(_ service: Service, _ pod: Pod) -> Bool {
    guard let selector = service.effectiveSelector, !service.hasGivenEndpoints else { return true }
    return SelectorMatching.holds(selector, pod.template.labels)
  }
}
