/// The name of a container port: an IANA service name (RFC 6335 5.1) in lower case.
package struct PortName: CheckedName {
  package let text: String
  package static var kind: NameKind { .portName }

  package init(checked text: String) { self.text = text }

  package static func problem(in text: Span<UInt8>) -> NameProblem? {
    let problem = NameChecks.word(
      text, maximum: kind.maximumLength, isAllowed: NameChecks.isDNSByte)
    if let problem { return problem }
    var hasLetter = false
    for index in text.indices {
      hasLetter = hasLetter || text[index].isLetter
      if index > 0, text[index] == UInt8(ascii: "-"), text[index - 1] == text[index] {
        return .reason(.repeatedHyphen)
      }
    }
    return hasLetter ? nil : .reason(.noLetter)
  }
}
