import Diagnostics
import NetworkModel
import NetworkTypes
import Testing

struct PlacementTests {
  private func nodes(_ documents: [String], cluster: String = Lowering.cluster) throws -> [String] {
    let network = try Lowering(documents, cluster: cluster).network
    return network.pods.map { pod in
      "\(pod.name.name)@\(pod.node.map { network.nodes[$0].name } ?? "-")"
    }
  }

  @Test func `replicas spread evenly`() throws {
    let placed = try nodes([Write.deployment("w", replicas: 4)])
    #expect(placed == ["w-d0@a", "w-d1@b", "w-d2@a", "w-d3@b"])
  }

  @Test func `a node selector is obeyed`() throws {
    let placed = try nodes([Write.deployment("w", replicas: 2, spec: ", nodeSelector: {disk: ssd}")]
    )
    #expect(placed == ["w-d0@a", "w-d1@a"])
  }

  @Test func `required affinity is obeyed`() throws {
    let affinity = """
      , affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: \
      {nodeSelectorTerms: [{matchExpressions: [{key: disk, operator: DoesNotExist}]}]}}}
      """
    #expect(try nodes([Write.deployment("w", spec: affinity)]) == ["w-d0@b"])
  }

  @Test func `a DaemonSet runs on each node that matches`() throws {
    #expect(try nodes([Write.daemonSet("d")]) == ["d-a@a", "d-b@b"])
    #expect(try nodes([Write.daemonSet("d", spec: ", nodeSelector: {disk: ssd}")]) == ["d-a@a"])
  }

  @Test func `a pod that no node takes is reported and has no address`() throws {
    let lowering = Lowering([Write.deployment("w", spec: ", nodeSelector: {disk: tape}")])
    #expect(lowering.codes == ["NC0303"])
    let network = try lowering.network
    #expect(network.pods.map(\.node) == [nil])
    #expect(network.pods.allSatisfy { $0.addresses.isEmpty })
  }

  @Test func `pods of one workload that no node takes are told once, with the reasons`() throws {
    let picky = ", nodeSelector: {disk: tape}"
    let lowering = Lowering([
      Write.deployment("w", replicas: 3, spec: picky), Write.pod("p", spec: picky),
    ])
    #expect(
      lowering.diagnostics.map(\.message) == [
        "no node takes 3 pods of Deployment default/w", "no node takes pod default/p",
      ])
    #expect(
      lowering.diagnostics.compactMap(\.help).allSatisfy {
        $0 == "of 2 nodes, 2 lack labels that nodeSelector or affinity ask for"
      })
    let everywhere = Write.deployment("w", replicas: 4)
      .split(separator: "containerPort: 8080").joined(separator: "containerPort: 80, hostPort: 80")
    #expect(
      Lowering([everywhere]).diagnostics.map(\.help) == ["of 2 nodes, 2 have its host ports taken"])
  }

  @Test func `an unknown node is reported`() {
    #expect(Lowering([Write.pod("p", spec: ", nodeName: c")]).codes == ["NC0302"])
  }

  @Test func `pods that claim one host port go to different nodes`() throws {
    let deployment = Write.deployment("w", replicas: 3)
      .split(separator: "containerPort: 8080").joined(separator: "containerPort: 80, hostPort: 80")
    let lowering = Lowering([deployment])
    #expect(lowering.codes == ["NC0303"])
    #expect(try lowering.network.pods.compactMap { $0.node?.position } == [0, 1])
  }

  @Test func `a host-network pod has its node's addresses`() throws {
    let network = try Lowering([Write.pod("p", spec: ", hostNetwork: true, nodeName: b")]).network
    #expect(network.pods[0].addresses.map(\.address.description) == ["192.168.0.2", "fd00::2"])
  }

  @Test func `a pod whose name is taken is an error with both places`() {
    let lowering = Lowering([Write.deployment("web"), Write.pod("web-d0")])
    #expect(lowering.codes == ["NC0304"])
    #expect(lowering.diagnostics.first?.notes.count == 1)
  }
}
