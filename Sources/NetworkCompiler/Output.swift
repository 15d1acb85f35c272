import Artifacts
import Diagnostics
import NetworkModel
import Planning
import Resources

/// The output tree of a network without errors.
struct Output {
  /// Sorted by path.
  let artifacts: [Artifact]
  let lock: [UInt8]
  let nodeCount: Int
  let services: [CompiledService]

  init(_ lowered: LoweredNetwork, inputs: [SourceFile], _ options: CompilerOptions) {
    let plan = Planner.plan(lowered.network)
    let nodes = plan.nodes.filter { node in
      options.selectedNodes.map { $0.contains("\(node.name)") } ?? true
    }
    var tree = ArtifactKinds.all.flatMap { $0.artifacts(for: plan, nodes: nodes) }
    tree.sort { $0.path < $1.path }
    lock = lowered.lock.printed()
    nodeCount = nodes.count
    services = lowered.network.services.map { service in
      CompiledService(
        name: "\(service.name)", clusterIPs: service.clusterIPs.map(\.address),
        ports: service.ports.map { ($0.port, $0.transport) }, range: service.range)
    }
    let manifest = Manifest(
      artifacts: tree, inputs: inputs, lock: lock,
      hosts: nodes.map { ($0.name, HostRequirements.all(for: plan, node: $0)) },
      announcements: plan.announcements.layerTwo.map { election in
        Manifest.Announcement(
          address: election.address, services: election.services,
          nodes: election.candidates.map { plan.nodes[$0.node].name })
      }
    ).artifact
    tree.insert(inOrder: manifest)
    tree.insert(inOrder: Checksums.artifact(for: tree))
    artifacts = tree
    precondition(
      zip(artifacts, artifacts.dropFirst()).allSatisfy { $0.path != $1.path },
      "two kinds must not write one file")
  }
}

extension [Artifact] {
  /// Keeps the order of the paths.
  fileprivate mutating func insert(inOrder artifact: Artifact) {
    insert(artifact, at: firstIndex { $0.path > artifact.path } ?? endIndex)
  }
}
