internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

// MetalLB refuses lists that hold anything twice (internal/config, `validateDuplicate` and
// `validateLabelSelectorDuplicate`).

extension Shape {
  /// A list in which no text may stand twice.
  static func distinctTexts(_ element: Shape<String>, atMost maximum: Int? = nil) -> Shape
  where Value == [Located<String>] {
    let list = Shape.list(element, atMost: maximum)
    return Shape(list.description) { node, reading in
      guard let texts = list.read(node, &reading) else { return nil }
      reading.checkDistinct(texts)
      return texts
    }
  }
}

extension Shape where Value == [LabelSelector] {
  /// Selectors of which one must match; none may stand twice, and in none a value or requirement.
  static var distinctSelectors: Shape<[LabelSelector]> {
    let list = Shape<[Located<LabelSelector>]>.list(.object(.labelSelector))
    return Shape(list.description) { node, reading in
      guard let selectors = list.read(node, &reading) else { return nil }
      for (index, item) in node.items.enumerated() {
        reading.within(.index(index)) { $0.checkDistinctParts(of: item) }
      }
      reading.checkDistinct(selectors.map { Located($0.value.key, $0.range) })
      return selectors.map(\.value)
    }
  }
}

extension Reading {
  /// Reports every item that stands in the list a second time.
  fileprivate mutating func checkDistinct(_ items: [Located<some Hashable>]) {
    var first: [AnyHashable: SourceRange] = [:]
    for (index, item) in items.enumerated() {
      guard let earlier = first[item.value] else {
        first[item.value] = item.range
        continue
      }
      within(.index(index)) {
        $0.report(
          .duplicateValue, "stands in the list twice", at: item.range,
          notes: [Note("first here", at: earlier)], help: "remove one of the two")
      }
    }
  }

  fileprivate mutating func checkDistinctParts(of selector: YAMLNode) {
    guard let expressions = selector["matchExpressions"], expressions.kind == .sequence else {
      return
    }
    within("matchExpressions") { reading in
      for (index, expression) in expressions.items.enumerated() {
        guard let values = expression["values"], values.kind == .sequence else { continue }
        reading.within([.index(index), "values"]) {
          $0.checkDistinct(values.items.map { Located($0.string, $0.range) })
        }
      }
      reading.checkDistinct(
        expressions.items.map { item in
          let values = item["values"]?.items.map(\.string).sorted() ?? []
          let key = [item["key"]?.string ?? "", item["operator"]?.string ?? ""] + values
          return Located(key, item.range)
        })
    }
  }
}

extension LabelSelector {
  /// Equal for selectors that are written alike but for their order.
  fileprivate var key: [String] {
    matchLabels.flatMap { [$0.key, $0.value] }
      + matchExpressions.flatMap { requirement in
        [requirement.key.value, requirement.operation.rawValue] + requirement.values.sorted()
      }
  }
}
