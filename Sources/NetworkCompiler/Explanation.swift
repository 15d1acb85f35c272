import Diagnostics

/// The texts of `netc explain`.
package enum Explanation {
  /// Every code with its severity and title, one a line.
  package static var list: String {
    DiagnosticCatalog.pages.map { page in
      let severity = page.severity.name.padded(to: 7)
      return "\(page.code)  \(severity)  \(page.title)\n"
    }.joined()
  }

  /// Nil for a subject that netc does not know.
  package static func text(for subject: String) -> String? {
    guard let code = DiagnosticCode(parsing: subject) else { return nil }
    return DiagnosticCatalog.page(code).map(text)
  }

  /// What was probably meant.
  package static func nearestSubject(to subject: String) -> String? {
    Spelling.nearest(subject, among: DiagnosticCatalog.pages.map { "\($0.code)" })
  }

  private static func text(_ page: DiagnosticPage) -> String {
    var text = "\(page.code) (\(page.severity.name)): \(page.title)\n\n\(page.explanation)\n"
    if let example = page.example {
      text += "\nWrong:\n\n\(indented(example.bad))\nRight:\n\n\(indented(example.good))"
    }
    if page.isAllowable {
      text += """

        Where this is meant to be so, allow it for the one object, with the reason:

          metadata:
            annotations:
              netc.dev/allow: "\(page.code): …"

        """
    }
    return text
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "\n" : "  \($0)\n" }.joined()
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - utf8.count))
  }
}
