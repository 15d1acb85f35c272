package import NetworkTypes
package import Planning

/// `dns/zones/ORIGIN.zone`: what the name servers of the cluster answer, on the nodes that serve
/// DNS.
package enum DNSZones: ArtifactKind {
  package static let name = "dnszones"

  /// A zone as text, the same on all nodes.
  package struct File: Sendable {
    /// `cluster.local.zone`
    package let name: PlainToken
    package let content: Content
  }

  package static func artifacts(for cluster: ClusterPlan, nodes: [NodePlan]) -> [Artifact] {
    guard let dns = cluster.dns else { return [] }
    let serving = nodes.filter { dns.nodes.contains($0.position) }
    guard !serving.isEmpty else { return [] }
    let files = files(dns)
    return serving.flatMap { node in
      files.map { file in
        Artifact(
          path: "nodes/\(node.name)/dns/zones/\(file.name)", kind: name, node: node.name.text,
          mode: .text, content: file.content)
      }
    }
  }

  /// In the order of the plan.
  package static func files(_ dns: DNSPlan) -> [File] {
    dns.zones.map { File(name: $0.file, content: Content(ZonePrinter($0).out)) }
  }
}
