import NetworkTypes
package import Planning

/// `keepalived/keepalived.conf` and the script beside it: addresses of layer 2 that move to
/// another node by themselves.
package enum Keepalived: ArtifactKind {
  package static let name = "keepalived"

  package static func artifacts(for cluster: ClusterPlan, nodes: [NodePlan]) -> [Artifact] {
    nodes.flatMap { node -> [Artifact] in
      guard let document = KeepalivedDocument(node, in: cluster) else { return [] }
      return [
        artifact("keepalived.conf", node, .text, KeepalivedPrinter(document).out),
        artifact("health.sh", node, .script, HealthPrinter(node, in: cluster).out),
      ]
    }
  }

  private static func artifact(
    _ name: String, _ node: NodePlan, _ mode: FileMode, _ text: TextBuffer
  ) -> Artifact {
    Artifact(
      path: "nodes/\(node.name)/keepalived/\(name)", kind: Self.name, node: node.name.text,
      mode: mode, content: Content(text))
  }

  package static func requirements(
    for cluster: ClusterPlan, node: NodePlan
  ) -> HostRequirements {
    let takesPart = KeepalivedDocument(node, in: cluster) != nil
    return HostRequirements(commands: takesPart ? ["keepalived"] : [])
  }
}
