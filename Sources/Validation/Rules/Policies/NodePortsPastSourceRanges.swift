import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum NodePortsPastSourceRanges: ValidationRule {
  static let page = DiagnosticPage(
    524, .note, "Source ranges do not guard node ports",
    explanation: """
      `loadBalancerSourceRanges` are for the address of the load balancer alone. The Service has
      node ports too, as every load balancer's has unless `allocateLoadBalancerNodePorts` is false,
      and whoever reaches a node reaches the Service there, in every cluster.
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
          loadBalancerSourceRanges: [198.51.100.0/24]
          #                          ^^^^^^^^^^^^^^^ NC0524
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
    for service in network.services where service.isServedByRules {
      let ranges = service.loadBalancerSourceRanges
      guard let first = ranges.first, !ranges.contains(where: { $0.value.length == 0 }),
        let port = service.ports.lazy.compactMap(\.nodePort).first
      else { continue }
      log.report(
        page, "node port \(port.port) of service \(service.name) is open to everybody",
        at: first.range,
        help: "write `allocateLoadBalancerNodePorts: false` if no client needs it",
        object: service.object)
    }
  }
}
