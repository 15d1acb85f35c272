import NetworkTypes
package import Planning

/// `nginx/`: the configuration of nginx on the nodes that serve HTTP.
package enum Nginx: ArtifactKind {
  package static let name = "nginx"

  package static func artifacts(for cluster: ClusterPlan, nodes: [NodePlan]) -> [Artifact] {
    guard let http = cluster.http else { return [] }
    let positions = Set(http.nodes)
    let serving = nodes.filter { positions.contains($0.position) }
    guard !serving.isEmpty else { return [] }
    let shared = NginxTranslation.shared(http).map {
      ($0.path, Content(NginxPrinter($0.document).out))
    }
    let secrets = certificates(http) + users(http)
    return serving.flatMap { node in
      let listens = NginxTranslation.listens(http, node)
        .map { ($0.path, Content(NginxPrinter($0.document).out)) }
      return (shared + listens).map { artifact($0.0, $0.1, node) }
        + secrets.map { artifact($0.path, $0.content, node, mode: $0.mode) }
    }
  }

  private struct Secret {
    let path: String
    let mode: FileMode
    let content: Content
  }

  private static func certificates(_ plan: HTTPPlan) -> [Secret] {
    plan.certificates.flatMap { certificate in
      [
        Secret(
          path: "tls/\(certificate.file).crt", mode: .text, content: Content(certificate.chain)),
        Secret(
          path: "private/\(certificate.file).key", mode: .secret,
          content: Content(certificate.key)),
      ]
    }
  }

  private static func users(_ plan: HTTPPlan) -> [Secret] {
    plan.userFiles.map {
      Secret(path: "private/\($0.file).users", mode: .secret, content: Content($0.bytes))
    }
  }

  private static func artifact(
    _ path: String, _ content: Content, _ node: NodePlan, mode: FileMode = .text
  ) -> Artifact {
    Artifact(
      path: "nodes/\(node.name)/nginx/\(path)", kind: name, node: node.name.text, mode: mode,
      content: content)
  }
}

extension Nginx {
  package static func requirements(
    for cluster: ClusterPlan, node: NodePlan
  ) -> HostRequirements {
    HostRequirements(commands: cluster.http?.nodes.contains(node.position) == true ? ["nginx"] : [])
  }
}
