import NetworkTypes
package import Planning

/// `announce.sh`: the addresses that a node answers ARP and NDP for, on their leaders alone.
package enum Announce: ArtifactKind {
  package static let name = "announce"

  package static func artifacts(for cluster: ClusterPlan, nodes: [NodePlan]) -> [Artifact] {
    nodes.compactMap { node in
      guard let document = AnnounceDocument(node, in: cluster) else { return nil }
      return Artifact(
        path: "nodes/\(node.name)/announce.sh", kind: name, node: node.name.text, mode: .script,
        content: Content(AnnouncePrinter(document).out))
    }
  }

  package static func requirements(
    for cluster: ClusterPlan, node: NodePlan
  ) -> HostRequirements {
    guard let document = AnnounceDocument(node, in: cluster) else { return HostRequirements() }
    let families = Set(document.elections.map(\.address.family))
    return HostRequirements(
      commands: ["ip"] + (families.contains(.ipv4) ? ["arping"] : [])
        + (families.contains(.ipv6) ? ["ndptool"] : []))
  }
}
