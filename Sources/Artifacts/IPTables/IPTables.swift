import NetworkTypes
package import Planning

/// `iptables.rules` and `ip6tables.rules`: Services, masquerading and the accepts for pods.
package enum IPTables: ArtifactKind {
  package static let name = "iptables"

  package static func artifacts(for cluster: ClusterPlan, nodes: [NodePlan]) -> [Artifact] {
    var artifacts: [Artifact] = []
    for family in cluster.families {
      let file = family == .ipv4 ? "iptables.rules" : "ip6tables.rules"
      var translation = IPTablesTranslation(cluster, family)
      var shared: Content?
      for node in nodes {
        let content: Content
        if let printed = shared {
          content = printed
        } else {
          content = Content(IPTablesPrinter(translation.document(for: node)).out)
          if !translation.differsByNode { shared = content }
        }
        artifacts.append(
          Artifact(
            path: "nodes/\(node.name)/\(file)", kind: name, node: node.name.text, mode: .text,
            content: content))
      }
    }
    return artifacts
  }
}
