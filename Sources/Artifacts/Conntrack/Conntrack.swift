import NetworkTypes
package import Planning

/// `conntrack.tsv`: who answers at the UDP entrances of Services, so that `node.sh` can tell which
/// of the kernel's connections lead to nobody. Only where there is such an entrance.
package enum Conntrack: ArtifactKind {
  package static let name = "conntrack"

  package static func artifacts(for cluster: ClusterPlan, nodes: [NodePlan]) -> [Artifact] {
    let flows = ConntrackDocument(cluster)
    guard !flows.lines.isEmpty else { return [] }
    let content = Content(ConntrackPrinter(flows).out)
    return nodes.map { node in
      Artifact(
        path: "nodes/\(node.name)/conntrack.tsv", kind: name, node: node.name.text, mode: .text,
        content: content)
    }
  }

  package static func requirements(
    for cluster: ClusterPlan, node: NodePlan
  ) -> HostRequirements {
    let needed = !ConntrackDocument(cluster).lines.isEmpty
    return HostRequirements(commands: needed ? ["conntrack"] : [])
  }
}
