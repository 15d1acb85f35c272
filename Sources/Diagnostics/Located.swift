/// A value with the range of the input it was read from.
///
/// Equality and hashing look at the value alone: the same port written in two places is equal.
///
/// Public, as no module is but `NetworkCompiler`: Swift (6.3) specializes no generic `package` code
/// for other modules, and values made by way of the runtime's metadata took 5 % of a build.
@dynamicMemberLookup
public struct Located<Value> {
  public let value: Value
  public let range: SourceRange

  @inlinable
  public init(_ value: Value, _ range: SourceRange) {
    self.value = value
    self.range = range
  }

  @inlinable
  public subscript<Member>(dynamicMember path: KeyPath<Value, Member>) -> Member {
    value[keyPath: path]
  }
}

extension Located: Sendable where Value: Sendable {}

extension Located: Equatable where Value: Equatable {
  @inlinable
  public static func == (left: Self, right: Self) -> Bool { left.value == right.value }
}

extension Located: Hashable where Value: Hashable {
  @inlinable
  public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
