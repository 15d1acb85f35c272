/// The byte-wise rules that the kinds of names share.
enum NameChecks {
  /// A text of allowed bytes, with an alphanumeric byte at each end, of 1…`maximum` bytes.
  static func word(
    _ text: Span<UInt8>, maximum: Int, isAllowed: (UInt8) -> Bool
  ) -> NameProblem? {
    if text.isEmpty { return .reason(.empty) }
    for index in text.indices where !isAllowed(text[index]) { return .badByte(at: index) }
    if text.count > maximum { return .reason(.tooLong(text.count)) }
    if !text[0].isLetterOrDigit { return .reason(.badStart) }
    if !text[text.count - 1].isLetterOrDigit { return .reason(.badEnd) }
    return nil
  }

  /// `a-z`, `0-9`, `-`.
  static func isDNSByte(_ byte: UInt8) -> Bool {
    byte.isLowercase || byte.isDigit || byte == UInt8(ascii: "-")
  }

  /// Letters of both cases, digits, `-`, `_`, `.`.
  static func isLabelByte(_ byte: UInt8) -> Bool {
    byte.isLetterOrDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: ".")
  }

  /// Kubernetes' `IsDNS1123Subdomain`: parts of letters, digits and inner hyphens between dots.
  static func subdomain(_ text: Span<UInt8>) -> NameProblem? {
    let dot = UInt8(ascii: ".")
    if text.isEmpty { return .reason(.empty) }
    for index in text.indices where !(isDNSByte(text[index]) || text[index] == dot) {
      return .badByte(at: index)
    }
    if text.count > NameKind.dnsSubdomain.maximumLength { return .reason(.tooLong(text.count)) }
    var previous = dot
    for index in text.indices {
      let byte = text[index]
      if previous == dot, !byte.isLetterOrDigit {
        return .reason(byte == dot ? .emptyPart : .badStart)
      }
      if byte == dot, !previous.isLetterOrDigit { return .reason(.badEnd) }
      previous = byte
    }
    if previous == dot { return .reason(.emptyPart) }
    return previous.isLetterOrDigit ? nil : .reason(.badEnd)
  }
}
