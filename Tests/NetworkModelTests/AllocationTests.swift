import Diagnostics
import NetworkModel
import NetworkTypes
import Resources
import Testing

struct AllocationTests {
  @Test func `open addresses are the lowest free ones, in order of names`() throws {
    let network = try Lowering([
      Write.deployment("w"), Write.deployment("v"), Write.service("s2"), Write.service("s1"),
    ]).network
    #expect(
      network.nodes.map { $0.podBlocks.map(\.prefix.description) } == [
        ["10.1.0.0/24", "fd00:1::/64"], ["10.1.1.0/24", "fd00:1:0:1::/64"],
      ])
    #expect(
      network.pods.map { $0.addresses.map(\.address.description) } == [
        ["10.1.0.2", "fd00:1::2"], ["10.1.1.2", "fd00:1:0:1::2"],
      ])
    #expect(
      network.services.map { $0.clusterIPs.map(\.address.description) } == [
        ["10.2.0.1"], ["10.2.0.2"],
      ])
  }

  @Test func `a written address is kept, and nobody else gets it`() throws {
    let network = try Lowering([
      Write.service("a"), Write.service("b", spec: ", clusterIP: 10.2.0.1"),
    ]).network
    #expect(
      network.services.map { $0.clusterIPs[0].address.description } == ["10.2.0.2", "10.2.0.1"])
    #expect(network.services[1].clusterIPs[0].range != nil)
  }

  @Test func `a written pod address is kept, and nobody else gets it`() throws {
    let network = try Lowering([
      Write.pod("a", spec: ", nodeName: a"),
      Write.pod("b", spec: ", nodeName: a", status: "{podIP: 10.1.0.2}"),
    ]).network
    #expect(network.pods.map { $0.address(.ipv4)?.description } == ["10.1.0.3", "10.1.0.2"])
  }

  @Test func `the DNS Service gets the address that is kept for it`() throws {
    let cluster = Lowering.cluster + "\n  dns: {serviceIPs: [10.2.0.1]}"
    let dns = Write.service("kube-dns").replacingNamespace("kube-system")
    let network = try Lowering([Write.service("a"), dns], cluster: cluster).network
    #expect(
      network.services.map { "\($0.name) \($0.clusterIPs[0].address)" } == [
        "default/a 10.2.0.2", "kube-system/kube-dns 10.2.0.1",
      ])
  }

  @Test func `node ports are one number space, shared only by protocols of one port`() throws {
    let both = """
      apiVersion: v1
      kind: Service
      metadata: {name: dns}
      spec:
        type: NodePort
        selector: {app: x}
        ports:
          - {name: udp, port: 53, protocol: UDP}
          - {name: tcp, port: 53, protocol: TCP}
          - {name: other, port: 54, protocol: TCP}
      """
    let network = try Lowering([both, Write.service("web", spec: ", type: NodePort")]).network
    #expect(
      network.services.map { $0.ports.compactMap { $0.nodePort?.port.number } } == [
        [30000, 30000, 30001], [30002],
      ])
  }

  @Test func `a node port that a pod claims on its host is passed over`() throws {
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata: {name: p}
      spec:
        containers: [{name: c, image: i, ports: [{containerPort: 80, hostPort: 30000}]}]
      """
    let network = try Lowering([pod, Write.service("web", spec: ", type: NodePort")]).network
    #expect(network.services[0].ports[0].nodePort?.port == 30001)
  }

  @Test func `a full block is one error for all the pods it has no room for`() {
    let cluster = Lowering.cluster
      .replacingOccurrences(of: "[24, 64]", with: "[29, 64]")
      .replacingOccurrences(of: "disk: ssd", with: "role: only")
    let lowering = Lowering(
      [Write.deployment("web", replicas: 9, spec: ", nodeSelector: {role: only}")],
      cluster: cluster)
    #expect(lowering.codes == ["NC0441"])
    #expect(lowering.diagnostics.first?.message.hasSuffix("no address left for 4 pods") == true)
  }

  @Test func `what is locked stays, even when something that sorts before it is new`() throws {
    let first = Lowering([Write.deployment("m"), Write.service("m", spec: ", type: NodePort")])
    let lock = try #require(first.lowered).lock
    let second = Lowering(
      [
        Write.deployment("a", replicas: 3), Write.deployment("m"),
        Write.service("a", spec: ", type: NodePort"), Write.service("m", spec: ", type: NodePort"),
      ], lock: lock)
    let before = try first.network
    let after = try second.network
    #expect(after.services[1].clusterIPs[0].address == before.services[0].clusterIPs[0].address)
    #expect(after.services[1].ports[0].nodePort?.port == before.services[0].ports[0].nodePort?.port)
    let pod = try #require(after.pods.first { $0.name == before.pods[0].name })
    #expect(pod.addresses.map(\.address) == before.pods[0].addresses.map(\.address))
    #expect(pod.node == before.pods[0].node)
  }

  @Test func `a written address wins over the lock, and the one that moves is named`() throws {
    let lock = try #require(Lowering([Write.service("m")]).lowered).lock
    let second = Lowering(
      [Write.service("m"), Write.service("new", spec: ", clusterIP: 10.2.0.1")], lock: lock)
    #expect(second.codes == ["NC0445"])
    #expect(
      try second.network.services.map { $0.clusterIPs[0].address.description }
        == ["10.2.0.2", "10.2.0.1"])
  }

  @Test func `a lock that gives one address twice is put right, and the one that moves is named`()
    throws
  {
    var lock = AddressLock()
    let twice = ServiceLock(
      clusterIPs: [IPAddress(family: .ipv4, bits: 0x0A02_0009)], nodePorts: [],
      healthCheckNodePort: nil)
    lock.services = SortedTable([
      (ObjectName(checkedNamespace: "default", name: "a"), twice),
      (ObjectName(checkedNamespace: "default", name: "b"), twice),
    ])
    let lowering = Lowering([Write.service("a"), Write.service("b")], lock: lock)
    #expect(
      lowering.diagnostics.map(\.message) == [
        "netc.lock gives 10.2.0.9 to service default/a and to service default/b, which moves"
      ])
    let network = try lowering.network
    #expect(
      network.services.map { $0.clusterIPs[0].address.description } == ["10.2.0.9", "10.2.0.1"])
  }

  @Test func `what is written is not in the lock`() throws {
    let lowering = Lowering([
      Write.pod(
        "p", spec: ", nodeName: a", status: "{podIPs: [{ip: 10.1.0.9}, {ip: 'fd00:1::9'}]}"),
      Write.service("s", spec: ", clusterIP: 10.2.0.9"),
    ])
    let lock = try #require(lowering.lowered).lock
    #expect(lock.pods.isEmpty)
    #expect(lock.services.isEmpty)
    #expect(!lock.nodes.isEmpty)
  }
}

extension String {
  fileprivate func replacingNamespace(_ namespace: String) -> String {
    replacingOccurrences(of: "metadata: {", with: "metadata: {namespace: \(namespace), ")
  }

  fileprivate func replacingOccurrences(of old: String, with new: String) -> String {
    split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
  }
}
