/// The kinds of names that netc checks, with the rule of each.
package enum NameKind: Hashable, Sendable, CaseIterable {
  case dnsLabel, dnsSubdomain, portName, labelKey, labelValue, interfaceName

  /// The longest legal text in bytes; for a label key, of the part behind the `/`.
  package var maximumLength: Int {
    switch self {
    case .dnsLabel: 63  // RFC 1123 2.1 and RFC 1035 2.3.4
    case .dnsSubdomain: 253  // 255 on the wire (RFC 1035 2.3.4) less the first length and the root
    case .portName: 15  // RFC 6335 5.1
    case .labelKey, .labelValue: 63  // Kubernetes, "Labels and Selectors"
    case .interfaceName: 15  // IFNAMSIZ less the final zero (linux/if.h)
    }
  }

  /// With its article, as it stands in a message.
  package var name: String {
    switch self {
    case .dnsLabel: "a DNS label"
    case .dnsSubdomain: "a DNS name"
    case .portName: "a port name"
    case .labelKey: "a label key"
    case .labelValue: "a label value"
    case .interfaceName: "an interface name"
    }
  }

  /// What is legal, to follow "must".
  package var rule: String {
    switch self {
    case .dnsLabel:
      "have at most 63 characters of a-z, 0-9 and '-', and start and end with a letter or digit"
    case .dnsSubdomain:
      "have at most 253 characters, in parts of a-z, 0-9 and '-' joined by '.', each starting "
        + "and ending with a letter or digit"
    case .portName:
      "have at most 15 characters of a-z, 0-9 and '-', at least one letter, no '--', and start "
        + "and end with a letter or digit"
    case .labelKey:
      "be a name of at most 63 letters, digits, '-', '_' and '.' that starts and ends with a "
        + "letter or digit, after an optional DNS name and '/'"
    case .labelValue:
      "be empty or have at most 63 letters, digits, '-', '_' and '.', and start and end with a "
        + "letter or digit"
    case .interfaceName:
      "have at most 15 letters, digits, '-', '_' and '.', start with a letter or digit, and not "
        + "be 'all' or 'default'"
    }
  }
}

/// Why a text is not a legal name.
package struct NameError: Error, Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    case empty
    /// The length found, in bytes.
    case tooLong(Int)
    case badCharacter(Unicode.Scalar)
    case badStart
    case badEnd
    /// A dot at either end, or two in a row.
    case emptyPart
    case repeatedHyphen
    case noLetter
    /// The part of a label key before the `/` is no DNS name.
    case badPrefix
    /// A name that the kernel keeps for itself.
    case reserved
  }

  package let kind: NameKind
  package let reason: Reason
  /// A legal name close to the text, nil where none suggests itself.
  package let suggestion: String?

  /// What is wrong and what the rule is, lower case, no full stop.
  package var message: String { "\(problem); \(kind.name) must \(kind.rule)" }

  private var problem: String {
    switch reason {
    case .empty: "the name is empty"
    case .tooLong(let length): "\(length) bytes are over \(kind.maximumLength)"
    case .badCharacter(let character): "\(Self.quoted(character)) is not allowed"
    case .badStart: "the first character is not allowed there"
    case .badEnd: "the last character is not allowed there"
    case .emptyPart: "a part between dots is empty"
    case .repeatedHyphen: "'--' is not allowed"
    case .noLetter: "there is no letter"
    case .badPrefix: "the part before the '/' is not a DNS name"
    case .reserved: "the kernel reserves this name"
    }
  }

  /// Printable ASCII as it is, anything else by its number, so a message is safe to show.
  private static func quoted(_ character: Unicode.Scalar) -> String {
    switch character {
    case " ": return "a space"
    case "!"..."~": return "'\(character)'"
    default:
      let hex = String(character.value, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    }
  }
}
