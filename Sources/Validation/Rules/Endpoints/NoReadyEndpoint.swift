import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum NoReadyEndpoint: ValidationRule {
  static let page = DiagnosticPage(
    512, .warning, "No endpoint of a Service is ready",
    explanation: """
      The Service has pods or given endpoints, but none that traffic may go to: the pods have
      finished, or none is ready according to its status. Connections are refused. Set
      `publishNotReadyAddresses` where pods must be reached before they are ready, or remove the
      status from the input: a pod without one counts as ready.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          containers: [{name: web, image: nginx}]
        status:
          phase: Running
          conditions: [{type: Ready, status: "False"}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          #         ^^^^^^^^^^ NC0512
          ports: [{port: 80}]
        """,
      good: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          containers: [{name: web, image: nginx}]
        status:
          phase: Running
          conditions: [{type: Ready, status: "False"}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          publishNotReadyAddresses: true
          selector: {app: web}
          ports: [{port: 80}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for service in network.services where !service.hasUsableEndpoint {
      guard let reason = reason(service, in: network) else { continue }
      log.report(
        page, "service \(service.name) has no ready endpoint: \(reason.text)",
        at: service.selectorRange ?? service.range, notes: [reason.note],
        help: "connections to it are refused", object: service.object)
    }
  }

  /// Nil where there is nothing that could be ready, or its absence was reported.
  private static func reason(
    _ service: Service, in network: Network
  ) -> (text: String, note: Note)? {
    if let endpoint = service.endpoints.min(by: { $0.range < $1.range }) {
      let text =
        service.hasGivenEndpoints
        ? "none of those given is ready" : "none of its pods is ready"
      return (text, Note("this one is not ready", at: endpoint.range))
    }
    guard service.endpointSource == .selector, service.type != .externalName,
      let pod = service.selectedPods.first.map({ network.pods[$0] }),
      service.selectedPods.allSatisfy({ network.pods[$0].isFinished })
    else { return nil }
    return ("all pods it selects have finished", Note("pod \(pod.name) is one", at: pod.range))
  }
}
