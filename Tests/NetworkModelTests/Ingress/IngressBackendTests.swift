import Diagnostics
import NetworkModel
import NetworkTypes
import Testing

/// What backends lead to, and who leads to the nodes.
struct IngressBackendTests {
  private static func answer(_ service: String, port: String, name: String = "s") throws -> (
    String, [String]
  ) {
    let lowering = Lowering(
      [
        service,
        Ingress.object("web", spec: "defaultBackend: {service: {name: \(name), port: {\(port)}}}"),
      ], cluster: Ingress.cluster)
    return (try lowering.network.answer(host: "h.example", path: "/"), lowering.codes)
  }

  private static func service(_ spec: String) -> String {
    "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {\(spec)}\n"
  }

  private static let ports =
    "selector: {app: x}, ports: [{name: web, port: 80}, {name: dns, port: 53, protocol: UDP}]"

  @Test(arguments: [
    (ports, "number: 80", "s", []), (ports, "name: web", "s", []),
    (ports, "number: 8080", "503", ["NC0705"]), (ports, "name: wob", "503", ["NC0705"]),
    (ports, "number: 53", "503", ["NC0705"]), (ports, "name: dns", "503", ["NC0705"]),
    ("clusterIP: None, \(ports)", "number: 80", "s", []),
    ("type: ExternalName, externalName: x.example.", "number: 81", "x.example:81", []),
    ("type: ExternalName, externalName: x.example, \(ports)", "name: web", "x.example:80", []),
    ("type: ExternalName, externalName: x.example", "name: web", "503", ["NC0705"]),
    ("type: ExternalName, externalName: localhost", "number: 80", "503", ["NC0707"]),
    ("type: ExternalName, externalName: a.localhost.", "number: 80", "503", ["NC0707"]),
    ("type: ExternalName, externalName: 127.0.0.1", "number: 80", "503", ["NC0225", "NC0707"]),
  ])
  func `a backend is a TCP port of a Service, or a host outside`(
    _ spec: String, _ port: String, _ answer: String, _ codes: [String]
  ) throws {
    let found = try Self.answer(Self.service(spec), port: port)
    #expect(found.0 == answer)
    #expect(found.1 == codes)
  }

  @Test func `a Service of another namespace is out of reach`() throws {
    let other = Self.service(Self.ports).replacing("{name: s}", with: "{name: s, namespace: other}")
    #expect(try Self.answer(other, port: "number: 80") == ("503", ["NC0704"]))
  }

  @Test func `a Service that could not be read is nobody's further mistake`() throws {
    #expect(
      try Self.answer(Self.service("type: Node, \(Self.ports)"), port: "number: 80").1 == ["NC0207"]
    )
  }

  private static func controller(_ name: String, namespace: String = "ingress-nginx") -> String {
    """
    apiVersion: v1
    kind: Service
    metadata: {name: \(name), namespace: \(namespace)}
    spec:
      type: NodePort
      selector: {app: controller}
      ports:
        - {name: http, port: 80, targetPort: http}
        - {name: tls, port: 8443, targetPort: 443}
        - {name: metrics, port: 10254}
    """
  }

  @Test func `the Service of the controller leads to the nodes`() throws {
    let network = try Lowering(
      [Self.controller("ingress-nginx-controller")], cluster: Ingress.cluster
    ).network
    let service = try #require(network.services.first)
    #expect(service.endpoints.map(\.address.description) == ["192.168.0.1"])
    #expect(service.endpoints[0].ports.map { $0.map { Int($0.number) } } == [80, 443, nil])
    #expect(service.selector == nil)
  }

  @Test func `another Service may be named, and must exist`() throws {
    let cluster = Ingress.cluster.replacing(
      "{nodes: [a]}", with: "{nodes: [a, b], service: edge/front, httpPort: 8000}")
    let network = try Lowering([Self.controller("front", namespace: "edge")], cluster: cluster)
      .network
    #expect(network.services[0].endpoints.count == 2)
    #expect(network.services[0].endpoints[0].ports[0] == 8000)
    #expect(Lowering([], cluster: cluster).codes == ["NC0733"])
  }
}
