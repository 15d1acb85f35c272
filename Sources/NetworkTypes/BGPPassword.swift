/// The secret of a BGP session (TCP MD5, RFC 2385): 1…80 printable ASCII characters without
/// blanks, not beginning with `#` or `!`, which FRR would take for the start of a comment.
///
/// `description` does not give it away: only `append(to:)` does.
package struct BGPPassword: ValidatedToken {
  /// `TCP_MD5SIG_MAXKEYLEN` of Linux.
  package static let maximumLength = 80
  private let text: String

  /// Nil where `problem(in:)` finds one.
  package init?(_ text: String) {
    guard Self.problem(in: text) == nil else { return nil }
    self.text = text
  }

  /// What is wrong with a password, without showing it.
  package static func problem(in text: String) -> String? {
    let bytes = text.utf8
    guard let first = bytes.first else { return "the password is empty" }
    if bytes.count > maximumLength {
      return "the password has \(bytes.count) bytes, at most \(maximumLength) are possible"
    }
    if bytes.contains(where: { $0 == 0x20 }) { return "the password holds a blank" }
    if !bytes.allSatisfy({ (0x21...0x7E).contains($0) }) {
      return "the password holds something other than printable ASCII"
    }
    if first == UInt8(ascii: "#") || first == UInt8(ascii: "!") {
      return "the password begins with a character that starts a comment"
    }
    return nil
  }

  package var description: String { "(password)" }
  package func append(to bytes: inout [UInt8]) { bytes.append(contentsOf: text.utf8) }
}
