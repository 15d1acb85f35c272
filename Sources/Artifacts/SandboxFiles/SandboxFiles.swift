import NetworkTypes
package import Planning

/// `netns/NETNS/resolv.conf` and `hosts`: what the programs of a pod find in /etc.
package enum SandboxFiles: ArtifactKind {
  package static let name = "sandboxfiles"

  package static func artifacts(for cluster: ClusterPlan, nodes: [NodePlan]) -> [Artifact] {
    nodes.flatMap { node in node.sandboxes.flatMap { files(of: $0, on: node) } }
  }

  private static func files(of sandbox: SandboxPlan, on node: NodePlan) -> [Artifact] {
    let hosts = artifact("hosts", HostsPrinter(sandbox.hosts).out, sandbox, node)
    guard let resolver = ResolverPrinter(sandbox) else { return [hosts] }
    return [hosts, artifact("resolv.conf", resolver.out, sandbox, node)]
  }

  private static func artifact(
    _ file: String, _ text: TextBuffer, _ sandbox: SandboxPlan, _ node: NodePlan
  ) -> Artifact {
    Artifact(
      path: "nodes/\(node.name)/netns/\(sandbox.netns)/\(file)", kind: name,
      node: node.name.text, mode: .text, content: Content(text))
  }
}
