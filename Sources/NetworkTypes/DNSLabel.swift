/// One label of a DNS name as Kubernetes takes it (RFC 1123): 1…63 of `a-z`, `0-9` and inner `-`.
package struct DNSLabel: CheckedName {
  package let text: String
  package static var kind: NameKind { .dnsLabel }

  package init(checked text: String) { self.text = text }

  package static func problem(in text: Span<UInt8>) -> NameProblem? {
    NameChecks.word(text, maximum: kind.maximumLength, isAllowed: NameChecks.isDNSByte)
  }

  /// Whether it starts with a letter, as the names of Services must (RFC 1035 2.3.1).
  package var startsWithLetter: Bool { text.utf8.first?.isLetter ?? false }
}
