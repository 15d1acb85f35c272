internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension ObjectShape where Value == WorkloadResource {
  /// A workload; `selector` says whether its API version needs one.
  static func workload(_ kind: WorkloadKind, selector: Presence) -> ObjectShape<WorkloadResource> {
    switch kind {
    case .daemonSet: daemonSet(selector)
    case .deployment: deployment(selector)
    case .job: job
    case .replicaSet: replicaSet(selector)
    case .replicationController: replicationController
    case .statefulSet: statefulSet(selector)
    }
  }

  private static func deployment(_ presence: Presence) -> ObjectShape {
    workload(
      .deployment,
      spec: ObjectShape(
        "DeploymentSpec", fields: [replicas, selector(presence), template],
        unused: [
          "minReadySeconds", "paused", "progressDeadlineSeconds", "revisionHistoryLimit",
          "rollbackTo", "strategy",
        ], make: { WorkloadResource(range: $0) }, check: checkSelector))
  }

  private static func replicaSet(_ presence: Presence) -> ObjectShape {
    workload(
      .replicaSet,
      spec: ObjectShape(
        "ReplicaSetSpec", fields: [replicas, selector(presence), template],
        unused: ["minReadySeconds"], make: { WorkloadResource(range: $0) }, check: checkSelector))
  }

  private static func daemonSet(_ presence: Presence) -> ObjectShape {
    workload(
      .daemonSet,
      spec: ObjectShape(
        "DaemonSetSpec", fields: [selector(presence), template],
        unused: [
          "minReadySeconds", "revisionHistoryLimit", "templateGeneration", "updateStrategy",
        ], make: { WorkloadResource(range: $0) }, check: checkSelector))
  }

  private static func statefulSet(_ presence: Presence) -> ObjectShape {
    workload(
      .statefulSet,
      spec: ObjectShape(
        "StatefulSetSpec",
        fields: [
          replicas, selector(presence), template,
          Field("serviceName", .dnsLabel, "The headless Service that gives the pods their names") {
            $0.serviceName = $1
          },
          .group("ordinals", ordinals, "How the pods are numbered"),
        ],
        unused: [
          "minReadySeconds", "persistentVolumeClaimRetentionPolicy", "podManagementPolicy",
          "revisionHistoryLimit", "updateStrategy", "volumeClaimTemplates",
        ], make: { WorkloadResource(range: $0) }, check: checkSelector))
  }

  private static let replicationController = workload(
    .replicationController,
    spec: ObjectShape(
      "ReplicationControllerSpec",
      fields: [
        replicas, template,
        Field("selector", .labels, "The labels of its pods", .defaults("the template's labels")) {
          $0.selector = LabelSelector(range: $1.range, matchLabels: $1.value)
        },
      ], unused: ["minReadySeconds"], make: { WorkloadResource(range: $0) },
      check: checkSelector))

  static func workload(
    _ kind: WorkloadKind, spec: ObjectShape<WorkloadResource>,
    status: Field<WorkloadResource>? = nil, check: Check? = nil
  ) -> ObjectShape<WorkloadResource> {
    let fields: [Field<WorkloadResource>] = [
      .part(
        "metadata", .metadata(.namespaced, names: .subdomain), "What the object is called",
        .required, in: \.metadata),
      .group("spec", spec, "Which pods it wants", .required),
    ]
    return ObjectShape(
      kind.rawValue, fields: fields + (status.map { [$0] } ?? []),
      unused: typeFields + (status == nil ? ["status"] : []),
      make: { WorkloadResource(kind: kind, range: $0) }, check: check)
  }

  private static let replicas = Field<WorkloadResource>(
    "replicas", .integer(.count), "How many pods it wants", .defaults("1"), blank: .isValue
  ) {
    $0.replicas = $1.value
    $0.replicasRange = $1.range
  }

  static let template = Field<WorkloadResource>.part(
    "template", .podTemplate, "What its pods are made from", .required, in: \.template)

  static func selector(_ presence: Presence) -> Field<WorkloadResource> {
    .part(
      "selector", .labelSelector, "Which pods are its own; must match the template's labels",
      presence, in: \.selector)
  }

  private static let ordinals = ObjectShape<WorkloadResource>(
    "StatefulSetOrdinals",
    fields: [
      Field(
        "start", .integer(.count), "The number of the first pod", .defaults("0"),
        blank: .isValue
      ) { $0.firstOrdinal = $1.value }
    ], make: { WorkloadResource(range: $0) })
}

/// The selector selects something, and the template's pods are among it
/// (`ValidatePodTemplateSpecForReplicaSet` and its neighbours).
func checkSelector(_ workload: inout WorkloadResource, _ node: YAMLNode, _ reading: inout Reading) {
  if isSelectorLeftOut(workload.kind, node) {
    workload.selector.matchLabels = workload.template.labels
  }
  guard let selector = node.written("selector"), selector.kind == .mapping,
    let template = node.written("template")
  else { return }
  if workload.selector.isEmpty, selector.count == 0, workload.kind != .replicationController {
    reading.within("selector") {
      $0.report(
        .selectorMismatch, "an empty selector selects every pod of the namespace",
        at: selector.range, help: "name labels of the template")
    }
    return
  }
  // What could not be read was reported; a comparison with the rest would say it again.
  guard !reading.hasErrors, !workload.selector.matches(workload.template.labels) else { return }
  let labels = template["metadata"]?.written("labels")
  let place = labels ?? template
  let first = place.entries.first { _ in true }?.key.range ?? place.range
  reading.within(["template", "metadata", "labels"]) {
    $0.report(
      .selectorMismatch, "the pods' labels do not match the selector", at: first,
      notes: [Note("the selector is here", at: selector.range)], help: workload.firstDifference)
  }
}

/// Whether the template's labels stand in for the selector: in ReplicationControllers and in the
/// old API groups; elsewhere one is required.
private func isSelectorLeftOut(_ kind: WorkloadKind, _ node: YAMLNode) -> Bool {
  switch kind {
  // A Job gets one of its own, by an identifier that only an API server gives out.
  case .job: false
  case .replicationController: node["selector"]?.count ?? 0 == 0
  case .daemonSet, .deployment, .replicaSet, .statefulSet: node.written("selector") == nil
  }
}

extension WorkloadResource {
  /// The first label that the selector asks for and the template does not have.
  fileprivate var firstDifference: String? {
    let missing = selector.matchLabels.first { wanted in
      !template.labels.contains { $0.key == wanted.key && $0.value == wanted.value }
    }
    return missing.map { "the selector asks for the label `\($0.key): \($0.value)`" }
  }
}
