import NetworkTypes
package import Planning

/// `dns/zones/ORIGIN.zone`: what the name servers of the cluster answer, on the nodes that serve
/// DNS.
package enum DNSZones: ArtifactKind {
  package static let name = "dnszones"

  package static func artifacts(for cluster: ClusterPlan, nodes: [NodePlan]) -> [Artifact] {
    guard let dns = cluster.dns else { return [] }
    let serving = nodes.filter { dns.nodes.contains($0.position) }
    guard !serving.isEmpty else { return [] }
    let files = dns.zones.map { (name: $0.file, content: Content(ZonePrinter($0).out)) }
    return serving.flatMap { node in
      files.map { file in
        Artifact(
          path: "nodes/\(node.name)/dns/zones/\(file.name)", kind: name, node: node.name.text,
          mode: .text, content: file.content)
      }
    }
  }
}
