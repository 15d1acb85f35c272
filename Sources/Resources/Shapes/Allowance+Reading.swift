internal import Diagnostics

extension Allowance {
  static let annotation = "netc.dev/allow"

  /// Reads `NC0412: reason`, several of them separated by line breaks or by commas.
  ///
  /// A reason may hold commas: only one before a further code ends it.
  static func read(_ annotation: Label, _ reading: inout Reading) -> [Allowance] {
    var allowances: [Allowance] = []
    for entry in entries(annotation.value) {
      if let allowance = parse(entry, range: annotation.range) {
        allowances.append(allowance)
      } else {
        reading.report(
          .badAllowance, "\(quoted(entry)) is not a code, a colon and a reason",
          at: annotation.range, help: "write `NC0412: why this is meant to be so`")
      }
    }
    if allowances.isEmpty, annotation.value.trimmed.isEmpty {
      reading.report(
        .badAllowance, "the annotation is empty", at: annotation.range,
        help: "write `NC0412: why this is meant to be so`")
    }
    return allowances
  }

  private static func entries(_ text: String) -> [String] {
    var entries: [String] = []
    for line in text.utf8.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      var current = ""
      for part in line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
        let part = String(decoding: part, as: UTF8.self)
        if !current.isEmpty, !startsWithCode(part.trimmed) {
          current += ",\(part)"
        } else {
          entries.append(current)
          current = part
        }
      }
      entries.append(current)
    }
    return entries.map(\.trimmed).filter { !$0.isEmpty }
  }

  private static func startsWithCode(_ text: String) -> Bool {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
    return DiagnosticCode(parsing: String(text[..<colon]).trimmed) != nil
  }

  private static func parse(_ entry: String, range: SourceRange) -> Allowance? {
    guard let colon = entry.utf8.firstIndex(of: UInt8(ascii: ":")),
      let code = DiagnosticCode(parsing: String(entry[..<colon]).trimmed)
    else { return nil }
    let reason = String(entry[entry.utf8.index(after: colon)...]).trimmed
    return reason.isEmpty ? nil : Allowance(code: code, reason: reason, range: range)
  }
}
