import NetworkModel
import NetworkTypes
import Testing

struct EndpointTests {
  private func endpoints(_ documents: [String]) throws -> [String] {
    let network = try Lowering(documents).network
    return network.services[0].endpoints.map { endpoint in
      let ports = endpoint.ports.map { $0.map { "\($0)" } ?? "-" }.joined(separator: ",")
      let state = endpoint.isReady ? "ready" : (endpoint.isServing ? "serving" : "not ready")
      return "\(endpoint.address):\(ports) \(state)"
    }
  }

  @Test func `selected pods are endpoints on their own ports`() throws {
    #expect(
      try endpoints([Write.service("s"), Write.deployment("w", replicas: 2)]) == [
        "10.1.0.2:8080 ready", "10.1.1.2:8080 ready",
      ])
  }

  @Test func `a pod without the named port is an endpoint without that port`() throws {
    let service = Write.service("s").split(separator: "targetPort: http")
      .joined(separator: "targetPort: web")
    #expect(try endpoints([service, Write.deployment("w")]) == ["10.1.0.2:- ready"])
  }

  @Test func `a pod that is not ready is no ready endpoint, unless published`() throws {
    let pod = Write.pod(
      "x", spec: ", nodeName: a",
      status: "{phase: Running, conditions: [{type: Ready, status: 'False'}]}")
    #expect(try endpoints([Write.service("s"), pod]) == ["10.1.0.2:8080 not ready"])
    #expect(
      try endpoints([Write.service("s", spec: ", publishNotReadyAddresses: true"), pod])
        == ["10.1.0.2:8080 ready"])
  }

  @Test func `a finished pod is no endpoint`() throws {
    let pod = Write.pod("x", spec: ", nodeName: a", status: "{phase: Succeeded}")
    #expect(try endpoints([Write.service("s"), pod]).isEmpty)
  }

  @Test func `a dual-stack Service has endpoints of both families`() throws {
    let service = Write.service("s", spec: ", ipFamilyPolicy: RequireDualStack")
    #expect(
      try endpoints([service, Write.deployment("w")]) == [
        "10.1.0.2:8080 ready", "fd00:1::2:8080 ready",
      ])
  }

  static let slice = """
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata: {name: s-1, labels: {kubernetes.io/service-name: s}}
    addressType: IPv4
    ports: [{port: 9000}]
    endpoints:
      - {addresses: [192.0.2.9]}
      - {addresses: [192.0.2.8], conditions: {ready: false, serving: true, terminating: true}}
    """

  @Test func `slices win over the selector, and the difference is a warning`() throws {
    let lowering = Lowering([Write.service("s"), Write.deployment("w"), Self.slice])
    #expect(lowering.codes == ["NC0305"])
    #expect(
      try endpoints([Write.service("s"), Write.deployment("w"), Self.slice]) == [
        "192.0.2.8:9000 serving", "192.0.2.9:9000 ready",
      ])
  }

  @Test func `ports are joined by name, and one that joins with none is a warning`() {
    let slice = Self.slice.split(separator: "{port: 9000}").joined(
      separator: "{name: a, port: 9000}")
    let service = Write.service("s").split(separator: "selector: {app: x}, ").joined()
    #expect(Lowering([service, slice]).codes == ["NC0306"])
  }

  @Test(arguments: [
    ("{name: a, port: 9000}", ["NC0319"]), ("", ["NC0319"]),
    // One mistake, told once.
    ("{name: a, port: 9000}, {name: c, port: 9}", ["NC0306"]),
    ("{name: a, port: 9000}, {name: b, port: 9}", []),
    ("{name: a, port: 9000}, {name: b, port: 9, protocol: UDP}", ["NC0306"]),
  ])
  func `a port that no given endpoint has is a warning`(given: String, codes: [String]) {
    let slice = Self.slice.split(separator: "{port: 9000}").joined(separator: given)
    let service = """
      apiVersion: v1
      kind: Service
      metadata: {name: s}
      spec: {ports: [{name: a, port: 1}, {name: b, port: 2}]}
      """
    #expect(Lowering([service, slice]).codes == codes)
    let headless = service.replacing("spec: {", with: "spec: {clusterIP: None, ")
    #expect(Lowering([headless, slice]).codes == codes.filter { $0 != "NC0319" })
  }

  @Test func `of two entries for one address the one that is not terminating counts`() throws {
    let other = Self.slice.split(separator: "s-1").joined(separator: "s-2")
      .split(separator: "192.0.2.8], conditions: {ready: false, serving: true, terminating: true}")
      .joined(separator: "192.0.2.8]")
    let service = Write.service("s").split(separator: "selector: {app: x}, ").joined()
    #expect(
      try endpoints([service, Self.slice, other]) == [
        "192.0.2.8:9000 ready", "192.0.2.9:9000 ready",
      ])
  }

  @Test func `a StatefulSet's pods are published by name under its Service`() throws {
    let set = """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: db}
      spec:
        serviceName: db
        replicas: 2
        selector: {matchLabels: {app: db}}
        template:
          metadata: {labels: {app: db}}
          spec: {containers: [{name: c, image: i}]}
      """
    let service = """
      apiVersion: v1
      kind: Service
      metadata: {name: db}
      spec: {clusterIP: None, selector: {app: db}}
      """
    let network = try Lowering([set, service]).network
    #expect(network.services[0].endpoints.map(\.hostname) == ["db-0", "db-1"])
    #expect(
      network.pods.map { $0.fullName(domain: "z") } == [
        "db-0.db.default.svc.z", "db-1.db.default.svc.z",
      ])
  }

  @Test func `exported pods stand for those of their Deployment`() throws {
    let replicaSet = """
      apiVersion: apps/v1
      kind: ReplicaSet
      metadata:
        name: w-1
        ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: w, uid: u, controller: true}]
      spec:
        replicas: 1
        selector: {matchLabels: {app: x}}
        template:
          metadata: {labels: {app: x}}
          spec: {containers: [{name: c, image: i}]}
      """
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata:
        name: w-1-abcde
        labels: {app: x}
        ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: w-1, uid: u, controller: true}]
      spec: {containers: [{name: c, image: i}]}
      """
    let network = try Lowering([Write.deployment("w"), replicaSet, pod]).network
    #expect(network.pods.map(\.name.name) == ["w-1-abcde"])
  }
}
