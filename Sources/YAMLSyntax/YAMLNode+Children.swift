/// The items of a sequence, in order.
package struct YAMLItems: Sequence, IteratorProtocol, Sendable {
  private let document: YAMLDocument
  private var upcoming: UInt32

  init(document: YAMLDocument, first: UInt32) {
    self.document = document
    upcoming = first
  }

  package mutating func next() -> YAMLNode? {
    guard upcoming != 0 else { return nil }
    let node = YAMLNode(document: document, place: upcoming)
    upcoming = document.records[Int(upcoming)].next
    return node
  }
}

/// The entries of a mapping, in order; those that a merge key brings stand in its place.
package struct YAMLEntries: Sequence, IteratorProtocol, Sendable {
  private let document: YAMLDocument
  private var upcoming: UInt32

  init(document: YAMLDocument, first: UInt32) {
    self.document = document
    upcoming = first
  }

  package mutating func next() -> (key: YAMLNode, value: YAMLNode)? {
    guard upcoming != 0 else { return nil }
    // A key without a value ends a mapping that a syntax error cut off.
    let place = document.records[Int(upcoming)].next
    guard place != 0 else { return nil }
    let key = YAMLNode(document: document, place: upcoming)
    upcoming = document.records[Int(place)].next
    return (key, YAMLNode(document: document, place: place))
  }
}

extension YAMLNode {
  /// The items of a sequence; empty for any other node.
  package var items: YAMLItems {
    YAMLItems(document: document, first: record.kind == .sequence ? record.first : 0)
  }

  /// The entries of a mapping; empty for any other node.
  ///
  /// Every key is a scalar, and no two have the same text, unless the document had errors.
  package var entries: YAMLEntries {
    YAMLEntries(document: document, first: record.kind == .mapping ? record.first : 0)
  }

  /// The value under a key of a mapping; nil if there is none, or the node is no mapping.
  ///
  /// Walks the keys: meant for the few fields of an object, not for lookups in large data.
  package subscript(key: String) -> YAMLNode? {
    for entry in entries where entry.key.hasText(key) { return entry.value }
    return nil
  }
}
