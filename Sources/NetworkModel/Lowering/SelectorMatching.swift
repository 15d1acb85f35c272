import Diagnostics
package import Resources

/// Whether labels satisfy selectors (apimachinery pkg/labels; node affinity: component-helpers).
package enum SelectorMatching {
  /// Every wanted label is there with its value. Both lists are sorted by key.
  package static func holds(_ wanted: [Label], _ labels: [Label]) -> Bool {
    var position = 0
    for label in wanted {
      while position < labels.count, labels[position].key < label.key { position += 1 }
      guard position < labels.count, labels[position].key == label.key,
        labels[position].value == label.value
      else { return false }
    }
    return true
  }

  /// Everything that a selector asks for is there; an empty one asks for nothing.
  package static func holds(_ selector: LabelSelector, _ labels: [Label]) -> Bool {
    holds(selector.matchLabels, labels)
      && selector.matchExpressions.allSatisfy { holds($0, labels) }
  }

  /// At least one selector holds; false where there is none.
  package static func holdsAny(_ selectors: [LabelSelector], _ labels: [Label]) -> Bool {
    selectors.contains { holds($0, labels) }
  }

  static func holds(_ requirement: SelectorRequirement, _ labels: [Label]) -> Bool {
    let value = labels.first { $0.key == requirement.key.value }?.value
    switch requirement.operation {
    case .isIn: return value.map(requirement.values.contains) ?? false
    case .notIn: return !(value.map(requirement.values.contains) ?? false)
    case .exists: return value != nil
    case .doesNotExist: return value == nil
    case .greaterThan, .lessThan: return compares(requirement, value)
    }
  }

  private static func compares(_ requirement: SelectorRequirement, _ value: String?) -> Bool {
    guard let text = value, let number = Int64(text),
      let bound = requirement.values.first.flatMap({ Int64($0) })
    else { return false }
    return requirement.operation == .greaterThan ? number > bound : number < bound
  }
}
