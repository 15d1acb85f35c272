import Diagnostics
import NetworkModel
import NetworkTypes

enum EndpointOfOtherNamespace: ValidationRule {
  static let page = DiagnosticPage(
    318, .error, "An endpoint is a pod of another namespace",
    explanation: """
      Whoever may write an EndpointSlice (or an Endpoints object) of one namespace reaches through
      its Service what they may not reach themselves: the Service, or the Ingress before it, lends
      them its access (CVE-2021-25740). The API server does not notice. Where this is meant, allow
      it with a reason; otherwise let a Service of the pod's own namespace lead to it.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata: {name: vault, namespace: bank}
        spec:
          nodeName: node-a
          containers: [{name: vault, image: vault}]
        status: {podIP: 10.244.1.77}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: door, namespace: shop}
        spec:
          ports: [{port: 80}]
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: door-1, namespace: shop, labels: {kubernetes.io/service-name: door}}
        addressType: IPv4
        ports: [{port: 80}]
        endpoints:
          - addresses: [10.244.1.77]
          #             ^^^^^^^^^^^ NC0318
        """,
      good: """
        apiVersion: v1
        kind: Pod
        metadata: {name: vault, namespace: bank, labels: {app: vault}}
        spec:
          nodeName: node-a
          containers: [{name: vault, image: vault}]
        status: {podIP: 10.244.1.77}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: door, namespace: bank}
        spec:
          selector: {app: vault}
          ports: [{port: 80}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for service in network.services where service.hasGivenEndpoints {
      let strangers = service.endpoints.filter { endpoint in
        network.podsByAddress[endpoint.address]
          .map { network.pods[$0].name.namespace != service.name.namespace } ?? false
      }
      guard let first = strangers.min(by: { $0.range < $1.range }),
        let owner = network.podsByAddress[first.address]
      else { continue }
      report(service, first, network.pods[owner], others: strangers.count - 1, log: &log)
    }
  }

  private static func report(
    _ service: Service, _ endpoint: Endpoint, _ pod: Pod, others: Int, log: inout DiagnosticLog
  ) {
    let isChosen = pod.addresses.contains { $0.address == endpoint.address && $0.range == nil }
    log.report(
      page,
      "endpoint \(endpoint.address) of service \(service.name) is pod \(pod.name)"
        + andMore(others, "endpoint"), at: endpoint.range,
      notes: [
        Note(
          "pod \(pod.name) has \(isChosen ? "this address, chosen by netc" : "it")", at: pod.range)
      ],
      help: isChosen
        ? "if another pod was meant, add it with this status.podIP"
        : "let a Service of namespace \(pod.name.namespace) lead to the pod", object: service.object
    )
  }
}
