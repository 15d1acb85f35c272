import NetworkTypes
package import Planning

/// `frr/frr.conf`: the BGP sessions of a node and what it announces over them.
package enum FRR: ArtifactKind {
  package static let name = "frr"

  package static func artifacts(for cluster: ClusterPlan, nodes: [NodePlan]) -> [Artifact] {
    nodes.compactMap { node in
      guard let speaker = cluster.announcements.speaker(on: node) else { return nil }
      let document = FRRTranslation.document(
        speaker, on: node, version: cluster.announcements.frrVersion)
      return Artifact(
        path: "nodes/\(node.name)/frr/frr.conf", kind: name, node: node.name.text,
        mode: .secret, content: Content(FRRPrinter(document).out))
    }
  }

  package static func requirements(
    for cluster: ClusterPlan, node: NodePlan
  ) -> HostRequirements {
    let speaks = cluster.announcements.speaker(on: node) != nil
    return HostRequirements(commands: speaks ? ["vtysh"] : [])
  }
}
