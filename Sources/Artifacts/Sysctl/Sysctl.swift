import NetworkTypes
package import Planning

/// `sysctl.conf`: what a node's kernel must have on to forward the packets of its pods.
package enum Sysctl: ArtifactKind {
  package static let name = "sysctl"

  package static func artifacts(for cluster: ClusterPlan, nodes: [NodePlan]) -> [Artifact] {
    nodes.map { node in
      let document = SysctlTranslation.document(for: node, in: cluster)
      return Artifact(
        path: "nodes/\(node.name)/sysctl.conf", kind: name, node: node.name.text, mode: .text,
        content: Content(SysctlPrinter(document).out))
    }
  }
}
