import Diagnostics
import NetworkModel
import NetworkTypes

enum TargetPortInSomePods: ValidationRule {
  static let page = DiagnosticPage(
    515, .warning, "A target port that only some pods have",
    explanation: """
      A `targetPort` that is a name means the port of this name in each selected pod. Some of the
      pods have none, so they get no traffic at this port. Name the port in all of them, or make
      the selector narrower.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata: {name: whole, labels: {app: web}}
        spec:
          containers:
            - {name: web, image: nginx, ports: [{name: http, containerPort: 8080}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: half, labels: {app: web}}
        spec:
          containers: [{name: web, image: nginx}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          ports: [{port: 80, targetPort: http}]
          #                              ^^^^ NC0515
        """,
      good: """
        apiVersion: v1
        kind: Pod
        metadata: {name: old, labels: {app: web}}
        spec:
          containers:
            - {name: web, image: nginx, ports: [{name: http, containerPort: 8080}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: new, labels: {app: web}}
        spec:
          containers:
            - {name: web, image: nginx, ports: [{name: http, containerPort: 9090}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          ports: [{port: 80, targetPort: http}]
        """), isAllowable: true)

  /// How many objects without the port are shown.
  private static let noteLimit = 5

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for miss in TargetPortMiss.all(in: network) where !miss.podsWith.isEmpty {
      var seen = Set<String>()
      let lacking = miss.podsWithout.filter { seen.insert($0.owner).inserted }
      let shownOwners = lacking.prefix(Self.noteLimit).map(\.owner).joined(separator: ", ")
      let others = andMore(max(0, lacking.count - Self.noteLimit), "object")
      log.report(
        page,
        "target port \(miss.name) of service \(miss.service.name) is missing in"
          + " \(shownOwners)\(others)", at: miss.port.targetPort.range,
        notes: lacking.prefix(Self.noteLimit).map {
          Note("no \(miss.port.transport.name) port \(miss.name) here", at: $0.range)
        },
        help: "name the port in all pods, or make the selector narrower",
        object: miss.service.object)
    }
  }
}
