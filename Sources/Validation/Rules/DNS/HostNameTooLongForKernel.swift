import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum HostNameTooLongForKernel: ValidationRule {
  static let page = DiagnosticPage(
    617, .error, "A pod's host name is too long for the kernel",
    explanation: """
      With `setHostnameAsFQDN` a pod's host name is its whole name in DNS. The kernel takes 64 bytes
      (`HOST_NAME_MAX`), and kubelet does not start a pod with a longer one.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          setHostnameAsFQDN: true
          hostname: a-name-of-some-length-for-one-pod1
          #         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ NC0617
          subdomain: band
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
          setHostnameAsFQDN: true
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

  /// `HOST_NAME_MAX` (gethostname(2); pkg/kubelet/util, `GetNodenameForKernel`).
  private static let limit = 64

  static func check(_ network: Network, log: inout DiagnosticLog) {
    var seen = Set<String>()
    for pod in network.pods where pod.template.setsHostnameAsFQDN && !pod.isFinished {
      guard let name = pod.fullName(domain: network.cluster.domain), name.utf8.count > limit,
        seen.insert(pod.owner).inserted
      else { continue }
      log.report(
        page, "\(name) has \(name.utf8.count) bytes of at most \(limit)",
        at: pod.template.hostname?.range ?? pod.range,
        help: "shorten the names it is made of, or leave setHostnameAsFQDN out", object: pod.owner)
    }
  }
}
