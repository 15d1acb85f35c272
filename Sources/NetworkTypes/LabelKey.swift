/// The key of a label: a name of 1…63 bytes, after an optional DNS name and `/`.
package struct LabelKey: CheckedName {
  package let text: String
  package static var kind: NameKind { .labelKey }

  package init(checked text: String) { self.text = text }

  package static func problem(in text: Span<UInt8>) -> NameProblem? {
    let slash = firstIndex(of: UInt8(ascii: "/"), in: text)
    if let slash, NameChecks.subdomain(text.extracting(0..<slash)) != nil {
      return .reason(.badPrefix)
    }
    let start = slash.map { $0 + 1 } ?? 0
    let problem = NameChecks.word(
      text.extracting(start..<text.count), maximum: kind.maximumLength,
      isAllowed: NameChecks.isLabelByte)
    guard case .badByte(let offset)? = problem else { return problem }
    return .badByte(at: start + offset)
  }
}
