/// Which bytes may stand where in HTTP (RFC 3986, RFC 9110).
package enum HTTPCharacters {
  /// A letter, a digit or one of `-._~` (RFC 3986 2.3).
  package static func isUnreserved(_ byte: UInt8) -> Bool {
    byte.isLetterOrDigit || "-._~".utf8.contains(byte)
  }

  /// `pchar` without escapes (RFC 3986 3.3), or the slash between elements.
  package static func isPathCharacter(_ byte: UInt8) -> Bool {
    isUnreserved(byte) || "/!$&'()*+,;=:@".utf8.contains(byte)
  }

  /// `tchar`, of which the names of headers, methods and cookies are made (RFC 9110 5.6.2).
  package static func isTokenCharacter(_ byte: UInt8) -> Bool {
    byte.isLetterOrDigit || "!#$%&'*+-.^_`|~".utf8.contains(byte)
  }

  /// Legal UTF-8 without control, format, surrogate, private or line separating characters: text
  /// that looks in an editor as it is.
  package static func isPrintable(_ bytes: [UInt8]) -> Bool {
    if bytes.allSatisfy({ (0x20...0x7E).contains($0) }) { return true }
    guard let text = String(validating: bytes, as: UTF8.self) else { return false }
    return text.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
        .paragraphSeparator:
        false
      default: true
      }
    }
  }

  /// A byte as it may stand in a message.
  package static func inWords(_ byte: UInt8) -> String {
    switch byte {
    case 0x20: return "a blank"
    case 0x0A: return "a line break"
    case 0x21...0x7E: return "`\(Character(Unicode.Scalar(byte)))`"
    case 0x80...: return "a character beyond ASCII"
    default: return "a control character"
    }
  }
}
