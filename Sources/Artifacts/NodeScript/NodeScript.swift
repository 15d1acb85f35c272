import NetworkTypes
package import Planning

/// `node.sh`: the one entry point on a host.
package enum NodeScript: ArtifactKind {
  package static let name = "nodescript"

  package static func artifacts(for cluster: ClusterPlan, nodes: [NodePlan]) -> [Artifact] {
    nodes.map { node in
      Artifact(
        path: "nodes/\(node.name)/node.sh", kind: name, node: node.name.text, mode: .script,
        content: Content(NodeScriptPrinter(node).out))
    }
  }
}
