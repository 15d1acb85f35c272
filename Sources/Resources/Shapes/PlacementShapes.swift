internal import Diagnostics
internal import YAMLSyntax

/// The terms of a required node affinity: any must hold, in a term every requirement.
typealias NodeTerms = [[SelectorRequirement]]

extension ObjectShape where Value == NodeTerms {
  /// Only what a node *must* be: preferences and the company of other pods are passed over.
  static let affinity = ObjectShape<NodeTerms>(
    "Affinity", fields: [.group("nodeAffinity", nodeAffinity, "What the node must be")],
    unused: ["podAffinity", "podAntiAffinity"], make: { _ in [] })

  private static let nodeAffinity = ObjectShape<NodeTerms>(
    "NodeAffinity",
    fields: [
      .group(
        "requiredDuringSchedulingIgnoredDuringExecution", nodeSelector,
        "What must hold for the node")
    ], unused: ["preferredDuringSchedulingIgnoredDuringExecution"], make: { _ in [] })

  private static let nodeSelector = ObjectShape<NodeTerms>(
    "NodeSelector",
    fields: [
      Field(
        "nodeSelectorTerms", .objects(.nodeSelectorTerm), "Any of these must hold",
        .required
      ) { $0 = $1.value }
    ], make: { _ in [] },
    check: { _, node, reading in
      guard let terms = node["nodeSelectorTerms"], terms.kind == .sequence, terms.count == 0
      else { return }
      reading.reportMissing("nodeSelectorTerms", in: node, help: "write at least one term")
    })
}

extension ObjectShape where Value == [SelectorRequirement] {
  fileprivate static let nodeSelectorTerm = ObjectShape<[SelectorRequirement]>(
    "NodeSelectorTerm",
    fields: [
      Field("matchExpressions", .objects(.nodeRequirement), "Requirements on labels") {
        $0 += $1.value
      },
      Field("matchFields", .objects(.nodeFieldRequirement), "Requirements on the name") {
        $0 += $1.value
      },
    ], make: { _ in [] },
    check: { term, _, _ in
      // An empty term matches no node (the API's documentation of NodeSelectorTerm).
      guard term.isEmpty else { return }
      term = [SelectorRequirement(operation: .isIn)]
    })
}

extension ObjectShape where Value == Toleration {
  static let toleration = ObjectShape<Toleration>(
    "Toleration",
    fields: [
      Field("key", .labelKey, "The taint's key; every key where there is none") {
        $0.key = $1.value
      },
      Field(
        "operator", .choice([(word: "Equal", value: false), (word: "Exists", value: true)]),
        "Whether the value counts", .defaults("Equal")
      ) { $0.matchesAnyValue = $1.value },
      Field("value", .labelValue, "The taint's value") { $0.value = $1.value },
      Field("effect", .choice(TaintEffect.self), "The taint's effect; every effect by default") {
        $0.effect = $1.value
      },
    ], unused: ["tolerationSeconds"], make: { _ in Toleration() },
    check: { toleration, node, reading in
      if toleration.key.isEmpty, !toleration.matchesAnyValue,
        node["key"].map({ $0.isNull || $0.hasText("") }) ?? true
      {
        reading.reportMissing("key", in: node, help: "only `operator: Exists` needs no key")
      }
      if toleration.matchesAnyValue, !toleration.value.isEmpty, let value = node["value"] {
        reading.within("value") {
          $0.report(.forbiddenField, "not allowed with the operator `Exists`", at: value.range)
        }
      }
    })
}

extension ObjectShape where Value == Taint {
  static let taint = ObjectShape<Taint>(
    "Taint",
    fields: [
      Field("key", .labelKey, "The taint's key", .required) { $0.key = $1.value },
      Field("value", .labelValue, "The taint's value") { $0.value = $1.value },
      Field("effect", .choice(TaintEffect.self), "What it does to pods", .required) {
        $0.effect = $1.value
      },
    ], unused: ["timeAdded"], make: { _ in Taint() })
}
