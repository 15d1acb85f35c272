/// The type of a scalar as the API server has it.
package enum YAMLScalar: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  /// Only above `Int64.max`.
  case uint(UInt64)
  case float(Double)
  case string

  init(plain text: Span<UInt8>) {
    self = .string
  }

  init?(plain text: Span<UInt8>, tag: YAMLTag) {
    return nil
  }
}
