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
    let certificates = certificates(of: http)
    let secrets = secretFiles(of: http)
    return serving.flatMap { node in
      let listens = NginxTranslation.listens(http, node)
        .map { ($0.path, Content(NginxPrinter($0.document).out)) }
      return (shared + certificates + listens).map { artifact($0.0, $0.1, node) }
        + secrets.map { artifact($0.0, $0.1, node, mode: .secret) }
    }
  }

  private static func certificates(of http: HTTPPlan) -> [(String, Content)] {
    http.certificates.map { ("tls/\($0.name).crt", Content($0.chain)) }
  }

  /// What root alone may read, in a folder of its own.
  private static func secretFiles(of http: HTTPPlan) -> [(String, Content)] {
    http.certificates.map { ("private/\($0.name).key", Content($0.key)) }
      + http.userFiles.map { ("private/\($0.name).users", Content($0.bytes)) }
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
