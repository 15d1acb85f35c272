import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum EndpointOfNoPod: ValidationRule {
  static let page = DiagnosticPage(
    428, .warning, "An endpoint lies in the pod range, and no pod has its address",
    explanation: """
      EndpointSlices and Endpoints in the input say where a Service's traffic goes. This address
      is one of the pod range, but none of the pods has it, so nobody answers. Slices that were
      exported need the pods that were exported with them: netc gives pods that it makes itself
      other addresses.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: db}
        spec:
          ports: [{port: 5432}]
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: db-1, labels: {kubernetes.io/service-name: db}}
        addressType: IPv4
        ports: [{port: 5432}]
        endpoints:
          - addresses: [10.244.1.77]
          #             ^^^^^^^^^^^ NC0428
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata: {name: db}
        spec:
          ports: [{port: 5432}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: db}
        spec:
          nodeName: node-a
          containers: [{name: db, image: postgres}]
        status: {podIP: 10.244.1.77}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: db-1, labels: {kubernetes.io/service-name: db}}
        addressType: IPv4
        ports: [{port: 5432}]
        endpoints:
          - addresses: [10.244.1.77]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for service in network.services where isChecked(service, in: network) {
      let strays = service.endpoints
        .filter { endpoint in
          network.podsByAddress[endpoint.address] == nil
            && network.cluster.range(holding: endpoint.address)?.field == "podCIDRs"
        }
        .sorted { $0.range < $1.range }
      guard let first = strays.first else { continue }
      report(first, of: service, others: strays.count - 1, in: network, log: &log)
    }
  }

  /// Where the selector finds pods, lowering has compared them with the given endpoints; where a
  /// pod could not be read, it may be the one.
  private static func isChecked(_ service: Service, in network: Network) -> Bool {
    service.hasGivenEndpoints && service.selectedPods.isEmpty
      && !network.broken.containsAny(of: ResourceKind.podSources, in: service.name.namespace)
  }

  private static func report(
    _ endpoint: Endpoint, of service: Service, others: Int, in network: Network,
    log: inout DiagnosticLog
  ) {
    var notes: [Note] = []
    if let pod = endpoint.pod.map({ network.pods[$0] }),
      let own = pod.address(endpoint.address.family)
    {
      notes.append(Note("pod \(pod.name) has \(own)", at: pod.range))
    }
    log.report(
      page,
      "endpoint \(endpoint.address) of service \(service.name) is the address of no pod"
        + andMore(others, "endpoint"), at: endpoint.range, notes: notes,
      help: "add the pod with this status.podIP, or use a selector instead of the slice",
      object: service.object)
  }
}

extension ResourceKind {
  /// The kinds that pods come from.
  static let podSources: [ResourceKind] = [
    .pod, .daemonSet, .deployment, .job, .replicaSet, .replicationController, .statefulSet,
  ]
}
