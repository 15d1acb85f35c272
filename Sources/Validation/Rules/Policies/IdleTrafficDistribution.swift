import Diagnostics
import NetworkModel
import Resources

enum IdleTrafficDistribution: ValidationRule {
  static let page = DiagnosticPage(
    527, .warning, "A preference for near endpoints that does nothing",
    explanation: """
      `trafficDistribution` becomes hints on the endpoints, and a node follows hints only if every
      ready endpoint carries them. They are missing where an endpoint's node has no label
      `topology.kubernetes.io/zone`, and where slices of the input (which netc takes as they are)
      have hints for some endpoints alone. A headless Service has no address to prefer anything
      at, and `internalTrafficPolicy: Local` leaves nothing to choose from.
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
          trafficDistribution: PreferSameZone
          #                    ^^^^^^^^^^^^^^ NC0527
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
          trafficDistribution: PreferSameNode
          selector: {app: web}
          ports: [{port: 80}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for service in network.services where !service.isForAnotherProxy {
      if let preference = service.trafficDistribution,
        let reason = reason(service, preference.value, in: network)
      {
        log.report(
          page, "\(preference.value.rawValue) of service \(service.name) does nothing: \(reason)",
          at: preference.range, help: "leave it out, or mend the reason", object: service.object)
      } else if let bare = service.endpointWithoutHints {
        log.report(
          page,
          "endpoint \(bare.address) of service \(service.name) has no hints, so those of the others"
            + " count for nothing", at: bare.range,
          help: "give every ready endpoint hints, or none", object: service.object)
      }
    }
  }

  private static func reason(
    _ service: Service, _ preference: TrafficDistribution, in network: Network
  ) -> String? {
    if service.type == .externalName || service.isHeadless { return "it has no address" }
    if service.internalTrafficPolicy.value == .local, !service.isReachedFromOutside {
      return "internalTrafficPolicy is Local"
    }
    let ready = service.endpoints.filter(\.isReady)
    if service.hasGivenEndpoints {
      return !ready.isEmpty && !ready.contains(where: \.hasHints)
        ? "its given endpoints have no hints" : nil
    }
    guard preference != .preferSameNode else { return nil }
    let stray = ready.lazy.compactMap(\.node).map { network.nodes[$0] }.first { !$0.hasZone }
    return stray.map { "node \($0.name) has no label topology.kubernetes.io/zone" }
  }
}

extension Node {
  fileprivate var hasZone: Bool { labels.contains { $0.key == "topology.kubernetes.io/zone" } }
}

extension Endpoint {
  fileprivate var hasHints: Bool { !hintedNodes.isEmpty || !hintedZones.isEmpty }
}

extension Service {
  /// A ready endpoint that was given without hints beside others that have them.
  fileprivate var endpointWithoutHints: Endpoint? {
    guard hasGivenEndpoints, endpoints.contains(where: { $0.isReady && $0.hasHints }) else {
      return nil
    }
    return endpoints.filter { $0.isReady && !$0.hasHints }.min { $0.range < $1.range }
  }
}
