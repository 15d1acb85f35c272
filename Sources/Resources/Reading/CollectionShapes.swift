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
      guard reading.takesList(node, atMost: maximum) else { return nil }
      var values: [Located<Element>] = []
      values.reserveCapacity(node.count)
      reading.readItems(of: node) { item, reading in
        guard let value = read(item, &reading) else { return }
        values.append(Located(value, item.range))
      }
      return values
    }
  }

  /// A list of objects; each is read where it stays.
  static func objects<Element>(
    _ shape: ObjectShape<Element>, atMost maximum: Int? = nil
  ) -> Shape<[Element]> where Value == [Element] {
    Shape(.list(.object(shape.description), maximum: maximum)) { node, reading in
      guard reading.takesList(node, atMost: maximum) else { return nil }
      var values: [Element] = []
      values.reserveCapacity(node.count)
      reading.readItems(of: node) { item, reading in
        let before = reading.errorCount
        values.append(shape.make(item.range))
        shape.read(item, into: &values[values.count - 1], &reading)
        if reading.errorCount != before { values.removeLast() }
      }
      return values
    }
  }
}

extension Reading {
  fileprivate mutating func takesList(_ node: YAMLNode, atMost maximum: Int?) -> Bool {
    guard node.kind == .sequence else {
      reportType(of: node, expected: "a list")
      return false
    }
    guard let maximum, node.count > maximum else { return true }
    report(
      .tooMany, "\(node.count) items are more than the \(maximum) allowed", at: node.range)
    return false
  }

  /// Goes through the items of a list that are not null.
  fileprivate mutating func readItems(
    of list: YAMLNode, _ read: (YAMLNode, inout Reading) -> Void
  ) {
    var index = 0
    for item in list.items {
      enter(.index(index))
      if item.isNull { reportType(of: item, expected: "an item") } else { read(item, &self) }
      leave()
      index += 1
    }
  }
}

extension Shape where Value == [Label] {
  /// Labels, or a selector by labels: sorted by key; a null value is an empty one.
  static var labels: Shape<[Label]> {
    entries(.text(.labelValue), keys: .labelKey) { name, key, value, reading in
      guard value.isText || value.isNull else {
        reading.reportUnquoted(value)
        return nil
      }
      guard key.withUTF8({ LabelKey.problem(in: $0) == nil }) else {
        reading.reportName(LabelKey.self, name, at: key.range, page: .badLabel)
        return nil
      }
      guard value.isNull || value.withUTF8({ LabelValue.problem(in: $0) == nil }) else {
        reading.reportName(LabelValue.self, value.string, at: value.range, page: .badLabel)
        return nil
      }
      return Label(key: name, value: value.isNull ? "" : value.string, range: value.range)
    }
  }

  /// Annotations: keys are checked like a label's, but for case; values may be anything.
  static var annotations: Shape<[Label]> {
    entries(.text(TextDescription(summary: "a text")), keys: TextDescription(summary: "a key")) {
      name, key, value, reading in
      guard value.isText || value.isNull else {
        reading.reportUnquoted(value)
        return nil
      }
      guard LabelKey.problem(in: name.lowercased().utf8.span) == nil else {
        reading.reportName(LabelKey.self, name.lowercased(), at: key.range, page: .badLabel)
        return nil
      }
      return Label(key: name, value: value.isNull ? "" : value.string, range: value.range)
    }
  }

  private static func entries(
    _ values: ShapeDescription, keys: TextDescription,
    read: @escaping @Sendable (String, YAMLNode, YAMLNode, inout Reading) -> Label?
  ) -> Shape<[Label]> {
    Shape(.map(values, keys: keys)) { node, reading in
      guard node.kind == .mapping else {
        reading.reportType(of: node, expected: "a mapping")
        return nil
      }
      var labels: [Label] = []
      labels.reserveCapacity(node.count)
      for (key, value) in node.entries {
        let name = CommonLabels.key(key)
        reading.enter(.key(name))
        if let label = read(name, key, value, &reading) { labels.append(label) }
        reading.leave()
      }
      labels.sort { $0.key < $1.key }
      return labels
    }
  }
}
