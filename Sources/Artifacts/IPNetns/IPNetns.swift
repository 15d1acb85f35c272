import NetworkTypes
package import Planning

/// `netns.sh`: the pod sandboxes of a node, the bridge and the routes, as a plan of one line per
/// object with the functions that make, find and remove such an object.
package enum IPNetns: ArtifactKind {
  package static let name = "ipnetns"

  package static func artifacts(for cluster: ClusterPlan, nodes: [NodePlan]) -> [Artifact] {
    nodes.map { node in
      let document = IPNetnsTranslation.document(for: node)
      return Artifact(
        path: "nodes/\(node.name)/netns.sh", kind: name, node: node.name.text, mode: .script,
        content: Content(IPNetnsPrinter(document).out))
    }
  }
}
