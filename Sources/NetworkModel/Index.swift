/// The position of an element in the network's array of its kind.
///
/// `Index<Node>` cannot index services: the kind is part of the type.
package struct Index<Element>: Hashable, Comparable, Sendable {
  /// 32 bits: references are most of what the network consists of.
  private let number: UInt32

  package init(_ position: Int) { number = UInt32(position) }

  package var position: Int { Int(number) }

  package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

extension Array {
  package subscript(index: NetworkModel.Index<Element>) -> Element { self[index.position] }
}
