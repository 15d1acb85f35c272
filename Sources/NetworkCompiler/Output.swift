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
    let printed = ArtifactKinds.all.flatMap { $0.artifacts(for: plan, nodes: nodes) }
      .sorted { $0.path < $1.path }
    lock = lowered.lock.printed()
    nodeCount = nodes.count
    services = lowered.network.services.map { service in
      CompiledService(
        name: "\(service.name)", clusterIPs: service.clusterIPs.map(\.address),
        ports: service.ports.map { ($0.port, $0.transport) }, range: service.range)
    }
    let manifest = Manifest(
      artifacts: printed, inputs: inputs, lock: lock,
      hosts: nodes.map { ($0.name, HostRequirements.all(for: plan, node: $0)) },
      announcements: plan.announcements.layerTwo.map { election in
        Manifest.Announcement(
          address: election.address, services: election.services,
          nodes: election.candidates.map { plan.nodes[$0.node].name })
      }
    ).artifact
    artifacts =
      ([Checksums.artifact(for: printed + [manifest]), manifest] + printed)
      .sorted { $0.path < $1.path }
    precondition(
      zip(artifacts, artifacts.dropFirst()).allSatisfy { $0.path != $1.path },
      "two kinds must not write one file")
  }
}
