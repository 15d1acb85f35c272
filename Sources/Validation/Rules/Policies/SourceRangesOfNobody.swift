import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum SourceRangesOfNobody: ValidationRule {
  static let page = DiagnosticPage(
    523, .warning, "Source ranges that let nobody in",
    explanation: """
      Only clients of `loadBalancerSourceRanges` may reach the load balancer's address. No client
      from outside has an address of these ranges: they are pods' addresses, cluster IPs, or
      addresses that no packet comes from (loopback, link-local, multicast). The address is as
      good as closed.
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
          loadBalancerSourceRanges: [127.0.0.0/8]
          #                          ^^^^^^^^^^^ NC0523
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
          loadBalancerSourceRanges: [198.51.100.0/24]
          selector: {app: web}
          ports: [{port: 80}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let table = PrefixTable(
      network.cluster.ranges.map { (prefix: $0.prefix, value: $0.text) }
        + SpecialRange.special.map { (prefix: $0.prefix, value: "\($0.prefix), for \($0.use)") })
    for service in network.services where service.isServedByRules && service.type == .loadBalancer {
      for family in service.families {
        let ranges = service.loadBalancerSourceRanges.filter { $0.value.family == family }
        guard let first = ranges.first,
          let holder = table.longestMatch(for: first.value)?.value,
          ranges.allSatisfy({ table.longestMatch(for: $0.value) != nil })
        else { continue }
        log.report(
          page,
          "nobody outside may reach service \(service.name) over \(family.name): \(first.value) lies"
            + " in \(holder)\(andMore(ranges.count - 1, "range"))",
          at: first.range, help: "write the ranges that clients come from", object: service.object)
      }
    }
  }
}
