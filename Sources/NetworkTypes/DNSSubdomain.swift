/// A DNS name as Kubernetes takes it for objects (RFC 1123): labels joined by dots, 1…253 bytes.
///
/// As in Kubernetes, a single label may be longer than the 63 bytes that DNS can carry; whoever
/// prints a zone asks `fitsDNS`.
package struct DNSSubdomain: CheckedName {
  package let text: String
  package static var kind: NameKind { .dnsSubdomain }

  package init(checked text: String) { self.text = text }

  package init(_ label: DNSLabel) { text = label.text }

  package static func problem(in text: Span<UInt8>) -> NameProblem? { NameChecks.subdomain(text) }

  /// Whether every label has at most 63 bytes (RFC 1035 2.3.4).
  package var fitsDNS: Bool {
    var length = 0
    for byte in text.utf8 {
      length = byte == UInt8(ascii: ".") ? 0 : length + 1
      if length > NameKind.dnsLabel.maximumLength { return false }
    }
    return true
  }
}
