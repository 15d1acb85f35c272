internal import YAMLSyntax

/// Labels that most objects of most clusters have. Their keys are too long for a String without
/// memory of its own, so that a copy of each would stand in memory for every object.
enum CommonLabels {
  /// The text of a label's key.
  static func key(_ node: YAMLNode) -> String {
    table.position(of: node).map { keys[$0] } ?? node.string
  }

  private static let table = NameTable(keys)

  /// Those that controllers set (kubernetes.io/docs/reference/labels-annotations-taints), and those
  /// that everybody is asked to set (…/docs/concepts/overview/working-with-objects/common-labels).
  private static let keys = [
    "app.kubernetes.io/component", "app.kubernetes.io/instance", "app.kubernetes.io/managed-by",
    "app.kubernetes.io/name", "app.kubernetes.io/part-of", "app.kubernetes.io/version",
    "apps.kubernetes.io/pod-index", "batch.kubernetes.io/controller-uid",
    "batch.kubernetes.io/job-name", "controller-revision-hash",
    "endpointslice.kubernetes.io/managed-by", "kubernetes.io/service-name",
    "pod-template-generation", "pod-template-hash", "service.kubernetes.io/headless",
    "statefulset.kubernetes.io/pod-name",
  ]
}
