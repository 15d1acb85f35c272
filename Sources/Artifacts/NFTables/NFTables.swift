import NetworkTypes
package import Planning

/// `nftables.nft`, for `proxy.mode: nftables`: the Services of both families.
package enum NFTables: ArtifactKind {
  package static let name = "nftables"

  package static func artifacts(for cluster: ClusterPlan, nodes: [NodePlan]) -> [Artifact] {
    guard cluster.proxy.backend == .nftables else { return [] }
    var translations = cluster.families.map { NFTablesTranslation(cluster, $0) }
    let remarks = NFTablesPrinter(remarks: translations.flatMap(\.ports)).out
    return nodes.map { node in
      var printer = NFTablesPrinter()
      printer.out.write(remarks)
      for index in translations.indices { translations[index].write(for: node, to: &printer) }
      return Artifact(
        path: "nodes/\(node.name)/nftables.nft", kind: name, node: node.name.text, mode: .text,
        content: Content(printer.out))
    }
  }
}
