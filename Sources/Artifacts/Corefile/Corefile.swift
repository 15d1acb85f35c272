import NetworkTypes
package import Planning

/// `dns/Corefile` and `dns/netc-coredns.service`, on the nodes that serve DNS.
package enum Corefile: ArtifactKind {
  package static let name = "corefile"

  package static func artifacts(for cluster: ClusterPlan, nodes: [NodePlan]) -> [Artifact] {
    guard let dns = cluster.dns else { return [] }
    return nodes.filter { dns.nodes.contains($0.position) }.flatMap { node in
      let document = CorefileTranslation(dns, node: node).document
      return [
        artifact("Corefile", CorefilePrinter(document).out, node),
        artifact("netc-coredns.service", CoreDNSUnitPrinter(dns.server, node).out, node),
      ]
    }
  }

  private static func artifact(_ file: String, _ text: TextBuffer, _ node: NodePlan) -> Artifact {
    Artifact(
      path: "nodes/\(node.name)/dns/\(file)", kind: name, node: node.name.text, mode: .text,
      content: Content(text))
  }

  package static func requirements(
    for cluster: ClusterPlan, node: NodePlan
  ) -> HostRequirements {
    let serves = cluster.dns.map { $0.nodes.contains(node.position) } ?? false
    return HostRequirements(commands: serves ? ["coredns"] : [])
  }
}
