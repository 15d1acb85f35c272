/// The value of a label: empty, or 1…63 letters, digits and inner `-`, `_`, `.`.
package struct LabelValue: CheckedName {
  package let text: String
  package static var kind: NameKind { .labelValue }

  package init(checked text: String) { self.text = text }

  package static func problem(in text: Span<UInt8>) -> NameProblem? {
    if text.isEmpty { return nil }
    return NameChecks.word(
      text, maximum: kind.maximumLength, isAllowed: NameChecks.isLabelByte)
  }
}
