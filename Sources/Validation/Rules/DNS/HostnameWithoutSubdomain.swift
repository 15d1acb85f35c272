import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum HostnameWithoutSubdomain: ValidationRule {
  static let page = DiagnosticPage(
    614, .note, "A host name that DNS does not know",
    explanation: """
      `hostname` gives a pod another name than its own; DNS knows it only below a `subdomain`, the
      name of a headless Service of the namespace that selects the pod:
      `first.band.default.svc.cluster.local`. Without one nobody else can ask for it.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          hostname: first
          #         ^^^^^ NC0614
          containers: [{name: web, image: nginx}]
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
    for pod in network.podsOfTheirOwnNetwork where pod.subdomain == nil {
      guard let hostname = pod.template.hostname else { continue }
      log.report(
        page, "nobody finds the host name \(hostname.value) without a subdomain",
        at: hostname.range,
        help: "write the name of a headless Service as `subdomain`", object: pod.owner)
    }
  }
}
