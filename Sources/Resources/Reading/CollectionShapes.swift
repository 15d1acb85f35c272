internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension Shape {
  /// A list; items that are wrong were reported and are left out.
  static func list<Element>(
    _ element: Shape<Element>, atMost maximum: Int? = nil
  ) -> Shape<[Located<Element>]> where Value == [Located<Element>] {
    let read = element.read
    return Shape(.list(element.description, maximum: maximum)) { node, reading in
      guard node.kind == .sequence else {
        reading.reportType(of: node, expected: "a list")
        return nil
      }
      if let maximum, node.count > maximum {
        reading.report(
          .tooMany, "\(node.count) items are more than the \(maximum) allowed", at: node.range)
        return nil
      }
      var values: [Located<Element>] = []
      values.reserveCapacity(node.count)
      var index = 0
      for item in node.items {
        let value = reading.within(.index(index)) { reading -> Element? in
          guard !item.isNull else {
            reading.reportType(of: item, expected: "an item")
            return nil
          }
          return read(item, &reading)
        }
        if let value { values.append(Located(value, item.range)) }
        index += 1
      }
      return values
    }
  }
}

extension Shape where Value == [Label] {
  /// Labels, or a selector by labels: sorted by key; a null value is an empty one.
  static var labels: Shape<[Label]> {
    entries(.text(.labelValue), keys: .labelKey) { key, value, reading in
      guard value.isText || value.isNull else {
        reading.reportUnquoted(value)
        return nil
      }
      guard key.withUTF8({ LabelKey.problem(in: $0) == nil }) else {
        reading.reportName(LabelKey.self, key.string, at: key.range, page: .badLabel)
        return nil
      }
      guard value.isNull || value.withUTF8({ LabelValue.problem(in: $0) == nil }) else {
        reading.reportName(LabelValue.self, value.string, at: value.range, page: .badLabel)
        return nil
      }
      return Label(
        key: key.string, value: value.isNull ? "" : value.string, range: value.range)
    }
  }

  /// Annotations: keys are checked like a label's, but for case; values may be anything.
  static var annotations: Shape<[Label]> {
    entries(.text(TextDescription(summary: "a text")), keys: TextDescription(summary: "a key")) {
      key, value, reading in
      guard value.isText || value.isNull else {
        reading.reportUnquoted(value)
        return nil
      }
      let name = key.string
      guard LabelKey.problem(in: name.lowercased().utf8.span) == nil else {
        reading.reportName(LabelKey.self, name.lowercased(), at: key.range, page: .badLabel)
        return nil
      }
      return Label(key: name, value: value.isNull ? "" : value.string, range: value.range)
    }
  }

  private static func entries(
    _ values: ShapeDescription, keys: TextDescription,
    read: @escaping @Sendable (YAMLNode, YAMLNode, inout Reading) -> Label?
  ) -> Shape<[Label]> {
    Shape(.map(values, keys: keys)) { node, reading in
      guard node.kind == .mapping else {
        reading.reportType(of: node, expected: "a mapping")
        return nil
      }
      var labels: [Label] = []
      labels.reserveCapacity(node.count)
      for (key, value) in node.entries {
        let label = reading.within(.key(key.string)) { read(key, value, &$0) }
        if let label { labels.append(label) }
      }
      labels.sort { $0.key < $1.key }
      return labels
    }
  }
}
