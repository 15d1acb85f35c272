import Diagnostics
import NetworkModel
import Resources

enum AffinityClientLimit: ValidationRule {
  static let page = DiagnosticPage(
    526, .note, "A node remembers a hundred clients of an endpoint",
    explanation: """
      In the mode `iptables` session affinity rests on the kernel's module xt_recent, which keeps
      100 addresses for each endpoint and then forgets the oldest, long before the timeout. The pods
      of a node are hardly more, but clients from outside may be: for them load the module with a
      larger `ip_list_tot` (a line `options xt_recent ip_list_tot=1000` in /etc/modprobe.d). Said
      once for the whole input.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: nginx}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: NodePort
          sessionAffinity: ClientIP
          #                ^^^^^^^^ NC0526
          selector: {app: web}
          ports: [{port: 80}]
        """,
      good: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: nginx}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: NodePort
          selector: {app: web}
          ports: [{port: 80}]
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    guard network.cluster.proxy.mode == .iptables else { return }
    let services = network.services.filter {
      $0.affinityTimeoutSeconds != nil && $0.isServedByRules && $0.isReachedFromOutside
        && $0.hasSeveralUsableEndpoints
    }
    guard let first = services.first, let affinity = first.affinityTimeoutSeconds else { return }
    log.report(
      page,
      "a node remembers 100 clients for each endpoint of service \(first.name)"
        + andMore(services.count - 1, "Service"), at: affinity.range,
      help: "with more clients raise ip_list_tot of the module xt_recent", object: first.object)
  }
}
