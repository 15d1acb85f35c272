package import Planning

/// A kind of file that netc writes: one folder here, one page under docs/Artifacts, one line in
/// `ArtifactKinds.all`.
package protocol ArtifactKind: SendableMetatype {
  /// `iptables`: in the manifest, the docs and the golden cases.
  static var name: String { get }
  /// The files of this kind for the selected nodes; what is the same on several nodes is printed
  /// once. Total: a plan can always be printed.
  static func artifacts(for cluster: ClusterPlan, nodes: [NodePlan]) -> [Artifact]
  /// What a host must offer for these files.
  static func requirements(for cluster: ClusterPlan, node: NodePlan) -> HostRequirements
}
