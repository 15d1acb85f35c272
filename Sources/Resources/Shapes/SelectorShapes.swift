internal import Diagnostics
internal import YAMLSyntax

extension ObjectShape where Value == LabelSelector {
  static let labelSelector = ObjectShape<LabelSelector>(
    "LabelSelector",
    fields: [
      Field("matchLabels", .labels, "Labels that must all be there with these values") {
        $0.matchLabels = $1.value
      },
      Field(
        "matchExpressions", .objects(.labelRequirement), "Requirements that must all hold"
      ) { $0.matchExpressions = $1.value },
    ], make: { LabelSelector(range: $0) })
}

extension ObjectShape where Value == SelectorRequirement {
  /// An entry of a label selector's `matchExpressions`.
  static let labelRequirement = requirement(
    "LabelSelectorRequirement", operators: [.isIn, .notIn, .exists, .doesNotExist],
    check: checkCount)

  /// An entry of a node selector term's `matchExpressions`.
  static let nodeRequirement = requirement(
    "NodeSelectorRequirement", operators: SelectorOperator.allCases
  ) { requirement, node, reading in
    checkCount(&requirement, node, &reading)
    checkNumber(requirement, node, &reading)
  }

  /// An entry of a node selector term's `matchFields`: only `metadata.name` can be asked for.
  static let nodeFieldRequirement = requirement(
    "NodeFieldRequirement", operators: [.isIn, .notIn]
  ) { requirement, node, reading in
    requirement.isNodeName = true
    if requirement.key.range.isWritten, requirement.key.value != "metadata.name" {
      reading.within("key") {
        $0.report(
          .unsupportedValue, "\(quoted(requirement.key.value)) is not `metadata.name`",
          at: requirement.key.range)
      }
    }
    if requirement.values.count != 1 {
      reading.within("values") {
        $0.report(
          .forbiddenField, "exactly one node name is needed",
          at: node["values"]?.range ?? node.range)
      }
    }
  }

  private static func requirement(
    _ name: String, operators: [SelectorOperator], check: @escaping Check
  ) -> ObjectShape {
    ObjectShape(
      name,
      fields: [
        Field("key", .labelKey, "The label's key", .required) { $0.key = $1 },
        Field(
          "operator", .choice(operators.map { (word: $0.rawValue, value: $0) }),
          "How the label is compared", .required
        ) { $0.operation = $1.value },
        Field("values", .list(.labelValue), "What the label's value is compared with") {
          $0.values = $1.value.map(\.value)
        },
      ], make: { _ in SelectorRequirement() }, check: check)
  }
}

/// `In` and `NotIn` need values, `Exists` and `DoesNotExist` have none (`ValidateLabelSelector`).
private func checkCount(
  _ requirement: inout SelectorRequirement, _ node: YAMLNode, _ reading: inout Reading
) {
  guard let operatorNode = node["operator"], !operatorNode.isNull else { return }
  let values = node["values"].flatMap { $0.isNull ? nil : $0 }
  switch requirement.operation {
  case .isIn, .notIn:
    guard values?.count ?? 0 == 0 else { return }
    reading.reportMissing(
      "values", in: node, help: "`\(requirement.operation.rawValue)` needs at least one value")
  case .exists, .doesNotExist:
    guard let values, values.count > 0, operatorNode.hasText(requirement.operation.rawValue)
    else { return }
    reading.within("values") {
      $0.report(
        .forbiddenField, "not allowed with the operator `\(requirement.operation.rawValue)`",
        at: values.range)
    }
  case .greaterThan, .lessThan: break
  }
}

/// `Gt` and `Lt` need one whole number.
private func checkNumber(
  _ requirement: SelectorRequirement, _ node: YAMLNode, _ reading: inout Reading
) {
  guard requirement.operation == .greaterThan || requirement.operation == .lessThan else { return }
  guard requirement.values.count != 1 || Int(requirement.values[0]) == nil else { return }
  reading.within("values") {
    $0.report(
      .unsupportedValue,
      "`\(requirement.operation.rawValue)` needs one value, a whole number in quotes",
      at: node["values"]?.range ?? node.range)
  }
}

extension LabelSelector {
  var isEmpty: Bool { matchLabels.isEmpty && matchExpressions.isEmpty }

  /// Whether the labels (sorted by key) fulfil everything.
  func matches(_ labels: [Label]) -> Bool {
    let value: (String) -> String? = { key in labels.first { $0.key == key }?.value }
    return matchLabels.allSatisfy { value($0.key) == $0.value }
      && matchExpressions.allSatisfy { $0.matches(value($0.key.value)) }
  }
}

extension SelectorRequirement {
  /// Whether a label's value (nil: the label is not there) fulfils the requirement.
  fileprivate func matches(_ value: String?) -> Bool {
    switch operation {
    case .isIn: value.map(values.contains) ?? false
    case .notIn: value.map { !values.contains($0) } ?? true
    case .exists: value != nil
    case .doesNotExist: value == nil
    case .greaterThan, .lessThan: false
    }
  }
}
