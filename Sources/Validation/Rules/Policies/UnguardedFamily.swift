import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum UnguardedFamily: ValidationRule {
  static let page = DiagnosticPage(
    522, .warning, "Source ranges leave a family out",
    explanation: """
      `loadBalancerSourceRanges` are looked at one family by itself. A family of the Service that
      none of them is of has no ranges, and no ranges means that everybody may come in: an IPv4
      range alone leaves the IPv6 address of the load balancer open. A range of a family that the
      Service does not have does nothing.
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
          type: LoadBalancer
          allocateLoadBalancerNodePorts: false
          loadBalancerSourceRanges: ["2001:db8::/32"]
          #                          ^^^^^^^^^^^^^^^ NC0522
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
          type: LoadBalancer
          allocateLoadBalancerNodePorts: false
          loadBalancerSourceRanges: [198.51.100.0/24, "2001:db8::/32"]
          selector: {app: web}
          ports: [{port: 80}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for service in network.services where service.type == .loadBalancer {
      let ranges = service.loadBalancerSourceRanges
      guard let first = ranges.first, service.isServedByRules else { continue }
      let open = service.families.filter { family in
        !ranges.contains { $0.value.family == family } && service.mayBeReached(over: family)
      }
      guard !open.isEmpty else { continue }
      let names = open.map(\.name).joined(separator: " and ")
      log.report(
        page, "everybody may reach service \(service.name) over \(names): no source range is of it",
        at: first.range, help: "add a range of \(names); 0.0.0.0/0 or ::/0 says that all may",
        object: service.object)
    }
  }
}

extension Service {
  /// A load balancer's address of the family is known, or none is known yet.
  fileprivate func mayBeReached(over family: IPFamily) -> Bool {
    loadBalancerIPs.isEmpty || loadBalancerIPs.contains { $0.value.family == family }
  }
}
