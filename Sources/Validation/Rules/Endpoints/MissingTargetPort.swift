import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum MissingTargetPort: ValidationRule {
  static let page = DiagnosticPage(
    514, .error, "A target port that no pod has",
    explanation: """
      A `targetPort` that is a name means the port of this name and protocol among the containers
      of each selected pod. None of the pods has it, so the Service has no endpoint at this port.
      A number needs no declaration in the pods, a name does.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          containers:
            - {name: web, image: nginx, ports: [{name: http, containerPort: 8080}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          ports: [{port: 80, targetPort: htpt}]
          #                              ^^^^ NC0514
        """,
      good: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          containers:
            - {name: web, image: nginx, ports: [{name: http, containerPort: 8080}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          ports: [{port: 80, targetPort: http}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for miss in TargetPortMiss.all(in: network) where miss.podsWith.isEmpty {
      guard let pod = miss.podsWithout.first else { continue }
      let ports = miss.podsWithout.flatMap(\.ports)
      let names = ports.filter { $0.transport == miss.port.transport }
        .compactMap { $0.name?.value }
      let near = Spelling.nearest(miss.name, among: names)
      log.report(
        page,
        "target port \(miss.name) of service \(miss.service.name): no container of"
          + " \(pod.owner)\(andMore(owners(miss) - 1, "object")) has a"
          + " \(miss.port.transport.name) port of this name", at: miss.port.targetPort.range,
        notes: [
          otherProtocol(miss.name, ports) ?? Note("\(pod.owner) is declared here", at: pod.range)
        ],
        help: near.map { "did you mean \($0)?" } ?? listing(names),
        fixes: near.map { [Fix(replace: miss.port.targetPort.range, with: $0)] } ?? [],
        object: miss.service.object)
    }
  }

  private static func owners(_ miss: TargetPortMiss) -> Int {
    Set(miss.podsWithout.map(\.owner)).count
  }

  private static func otherProtocol(_ name: String, _ ports: [ContainerPort]) -> Note? {
    ports.first { $0.name?.value == name }.flatMap { port in
      port.name.map { Note("here it is a \(port.transport.name) port", at: $0.range) }
    }
  }

  private static func listing(_ names: [String]) -> String {
    let unique = Set(names).sorted()
    return unique.isEmpty
      ? "name a port in the containers, or write its number"
      : "the pods have \(unique.joined(separator: ", ")); or write the number"
  }
}
