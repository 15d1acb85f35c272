import Diagnostics
import NetworkModel
import NetworkTypes

enum ExternalIPOfOtherFamily: ValidationRule {
  static let page = DiagnosticPage(
    433, .warning, "An external IP of a family that the Service does not have",
    explanation: """
      The rules of a Service are made for each of its `ipFamilies`. An address of `externalIPs` that
      is of none of them is passed over, by kube-proxy without a word: packets to it never reach the
      Service. A Service that names no families has one, that of the cluster's first range.
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
        metadata: {name: web}
        spec:
          externalIPs: [192.168.56.11, "2001:db8::7"]
          #                            ^^^^^^^^^^^^^ NC0433
          selector: {app: web}
          ports: [{port: 80}]
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
        metadata: {name: web}
        spec:
          externalIPs: [192.168.56.11]
          selector: {app: web}
          ports: [{port: 80}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for service in network.services where service.isServedByRules {
      guard let first = service.unservedExternalIPs.first else { continue }
      let families = service.families.map(\.name).joined(separator: " and ")
      let more = service.unservedExternalIPs.count - 1
      log.report(
        page,
        "no packet to \(first.value) reaches service \(service.name), which is \(families) alone"
          + (more == 0 ? "" : "; nor to \(more) more of its addresses"),
        at: first.range, help: "add the family to `ipFamilies`, or remove the address",
        object: service.object)
    }
  }
}
