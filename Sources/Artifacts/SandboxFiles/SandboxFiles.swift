import NetworkTypes
package import Planning

/// `netns/NETNS/resolv.conf` and `hosts`: what the programs of a pod find in /etc.
package enum SandboxFiles: ArtifactKind {
  package static let name = "sandboxfiles"

  package static func artifacts(for cluster: ClusterPlan, nodes: [NodePlan]) -> [Artifact] {
    var artifacts: [Artifact] = []
    artifacts.reserveCapacity(2 * nodes.reduce(0) { $0 + $1.sandboxes.count })
    for node in nodes {
      for sandbox in node.sandboxes { append(sandbox, on: node.name.text, to: &artifacts) }
    }
    return artifacts
  }

  private static func append(
    _ sandbox: SandboxPlan, on node: String, to artifacts: inout [Artifact]
  ) {
    let folder = "nodes/\(node)/netns/\(sandbox.netns.text)"
    func append(_ file: String, _ text: TextBuffer) {
      artifacts.append(
        Artifact(
          path: "\(folder)/\(file)", kind: name, node: node, mode: .text, content: Content(text)))
    }
    append("hosts", HostsPrinter(sandbox.hosts).out)
    if let resolver = ResolverPrinter(sandbox) { append("resolv.conf", resolver.out) }
  }
}
