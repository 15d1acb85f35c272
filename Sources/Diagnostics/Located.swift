/// A value with the range of the input it was read from.
///
/// Equality and hashing look at the value alone: the same port written in two places is equal.
@dynamicMemberLookup
package struct Located<Value> {
  @usableFromInline package let value: Value
  @usableFromInline package let range: SourceRange

  // Inlinable, so that other modules' values are not made by way of the runtime's metadata.
  @inlinable
  package init(_ value: Value, _ range: SourceRange) {
    self.value = value
    self.range = range
  }

  @inlinable
  package subscript<Member>(dynamicMember path: KeyPath<Value, Member>) -> Member {
    value[keyPath: path]
  }
}

extension Located: Sendable where Value: Sendable {}

extension Located: Equatable where Value: Equatable {
  package static func == (left: Self, right: Self) -> Bool { left.value == right.value }
}

extension Located: Hashable where Value: Hashable {
  package func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
