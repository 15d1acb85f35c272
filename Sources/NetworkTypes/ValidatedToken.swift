/// A value whose text is legal by construction, so that it may enter an artifact as it is.
///
/// The text is printable ASCII without spaces, quotes or line ends. Printing appends bytes and
/// makes no `String`.
package protocol ValidatedToken: Hashable, Sendable, CustomStringConvertible {
  /// Appends the canonical text.
  func append(to bytes: inout [UInt8])
}

extension ValidatedToken {
  package var description: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
