/// The position of an element in the network's array of its kind.
///
/// `Index<Node>` cannot index services: the kind is part of the type.
package struct Index<Element>: Hashable, Comparable, Sendable {
  package let position: Int

  package init(_ position: Int) { self.position = position }

  package static func < (left: Self, right: Self) -> Bool { left.position < right.position }
}

extension Array {
  package subscript(index: NetworkModel.Index<Element>) -> Element { self[index.position] }
}
