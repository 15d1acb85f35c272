import Diagnostics
import NetworkModel
import NetworkTypes
import Resources
import Testing

/// The Service of the cluster's DNS: made, or led to the nodes that serve it.
struct ClusterDNSTests {
  @Test func `the nodes that serve DNS are the endpoints of a Service that netc makes`() throws {
    let service = try #require(
      try service("dns: {serviceIPs: [10.2.0.10, 'fd00:2::a'], nodes: [b, a]}"))
    #expect(service.clusterIPs.map { "\($0.address)" } == ["10.2.0.10", "fd00:2::a"])
    #expect(
      service.ports.map { "\($0.name) \($0.port)/\($0.transport.name)" } == [
        "dns 53/UDP", "dns-tcp 53/TCP",
      ])
    #expect(
      service.endpoints.map { "\($0.address)" } == [
        "192.168.0.1", "192.168.0.2", "fd00::1", "fd00::2",
      ])
    #expect(service.endpoints.map(\.node?.position) == [0, 1, 0, 1])
    #expect(service.endpoints.allSatisfy { $0.isReady && $0.ports == [53, 53] })
    #expect(service.endpointSource == .nodes)
  }

  @Test func `what the input says is not in the lock, what netc chose is`() throws {
    let written = Lowering([], cluster: cluster("dns: {serviceIPs: [10.2.0.10], nodes: [a]}"))
    #expect(written.lowered?.lock.services[.clusterDNS] == nil)
    let chosen = Lowering([], cluster: cluster("dns: {nodes: [a]}"))
    let addresses = chosen.lowered?.lock.services[.clusterDNS]?.clusterIPs ?? []
    #expect(addresses.map { "\($0)" } == ["10.2.0.1", "fd00:2::1"])
    let lock = try #require(chosen.lowered?.lock)
    let web = "\(Write.service("aaa"))"
    let again = Lowering([web], cluster: cluster("dns: {nodes: [a]}"), lock: lock)
    let service = try again.network.services.first { $0.name == .clusterDNS }
    #expect(service?.clusterIPs.map { "\($0.address)" } == ["10.2.0.1", "fd00:2::1"])
  }

  @Test func `families follow the addresses of the nodes`() throws {
    let one = cluster("dns: {nodes: [a]}").replacing(", \"fd00::1\"", with: "")
    let service = try Lowering([], cluster: one).network.services.first { $0.name == .clusterDNS }
    #expect(service?.families == [.ipv4])
  }

  @Test func `every cluster has four namespaces without being told`() throws {
    let network = try Lowering([], cluster: cluster("dns: {nodes: [a]}")).network
    let names = ["default", "kube-node-lease", "kube-public", "kube-system"]
    #expect(network.namespaces.map(\.name) == names)
    #expect(network.namespaces.allSatisfy { $0.range == nil && $0.undeclaredUses.count == 0 })
  }

  @Test(arguments: ["", "dns: {serviceIPs: [10.2.0.10]}", "dns: {nodes: [nobody]}"])
  func `without a node that serves DNS there is no Service`(spec: String) throws {
    #expect(try service(spec) == nil)
  }

  @Test func `a Service of the input that says nothing of its endpoints is led to the nodes`()
    throws
  {
    let given = kubeDNS("ports: [{name: dns, port: 53, protocol: UDP, targetPort: 1053}]")
    let service = try #require(try service("dns: {nodes: [a]}", given))
    #expect(
      service.endpoints.map { "\($0.address) \($0.ports)" } == [
        "192.168.0.1 [Optional(1053)]"
      ])
  }

  @Test(arguments: [
    "clusterIP: None\n  ports: [{port: 53}]", "type: ExternalName\n  externalName: dns.example.com",
    "selector: {k8s-app: kube-dns}\n  ports: [{port: 53}]",
  ])
  func `a Service of the input that says who answers is left as it is`(spec: String) throws {
    let service = try #require(try service("dns: {nodes: [a]}", kubeDNS(spec)))
    #expect(service.endpoints.isEmpty && service.endpointSource != .nodes)
  }

  @Test func `slices of the input count, not the nodes`() throws {
    let slice = """
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: s, namespace: kube-system, labels: {kubernetes.io/service-name: kube-dns}}
      addressType: IPv4
      ports: [{name: dns, port: 53, protocol: UDP}]
      endpoints: [{addresses: [192.0.2.9]}]
      """
    let given = kubeDNS("ports: [{name: dns, port: 53, protocol: UDP}]")
    let service = try #require(try service("dns: {nodes: [a]}", given, slice))
    #expect(service.endpoints.map { "\($0.address)" } == ["192.0.2.9"])
  }

  @Test func `no Service is made beside one that could not be read`() throws {
    let broken = kubeDNS("ports: [{port: many}]")
    #expect(try service("dns: {nodes: [a]}", broken) == nil)
  }

  private func kubeDNS(_ spec: String) -> String {
    """
    apiVersion: v1
    kind: Service
    metadata: {name: kube-dns, namespace: kube-system}
    spec:
      \(spec)
    """
  }

  private func cluster(_ spec: String) -> String { "\(Lowering.cluster)\n  \(spec)" }

  private func service(_ spec: String, _ documents: String...) throws -> Service? {
    try Lowering(documents, cluster: cluster(spec)).network.services
      .first { $0.name == .clusterDNS }
  }
}
