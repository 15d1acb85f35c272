import NetworkTypes
package import Planning

/// `ipvsadm.rules` and `ipset.rules`, for `proxy.mode: ipvs`: the virtual servers, and the sets
/// that the iptables rules beside them match.
package enum IPVS: ArtifactKind {
  package static let name = "ipvs"

  package static func artifacts(for cluster: ClusterPlan, nodes: [NodePlan]) -> [Artifact] {
    guard case .ipvs(let plan) = cluster.proxy.backend else { return [] }
    return nodes.flatMap { node in
      let servers = VirtualServers(cluster, plan, on: node)
      let sets = cluster.families.map { ServiceSets(cluster, $0, on: node) }
      return [
        artifact("ipvsadm.rules", node, IPVSPrinter(servers).out),
        artifact(
          "ipset.rules", node, IPSetPrinter(sets.flatMap(\.written), of: cluster.servicePorts).out),
      ]
    }
  }

  private static func artifact(
    _ file: StaticString, _ node: NodePlan, _ text: TextBuffer
  ) -> Artifact {
    Artifact(
      path: "nodes/\(node.name)/\(file)", kind: name, node: node.name.text, mode: .text,
      content: Content(text))
  }
}
