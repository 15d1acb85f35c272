import Diagnostics
import Resources

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
    if let code = DiagnosticCode(parsing: subject) { return DiagnosticCatalog.page(code).map(text) }
    return FieldGuide.page(of: subject).map(text)
  }

  /// What was probably meant.
  package static func nearestSubject(to subject: String) -> String? {
    FieldGuide.suggestion(for: subject)
      ?? Spelling.nearest(subject, among: DiagnosticCatalog.pages.map { "\($0.code)" })
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

  private static func text(_ page: FieldPage) -> String {
    var text = "\(page.path): \(page.type)\n\n\(page.summary).\n"
    if page.isRequired { text += "Required.\n" }
    if let value = page.defaultText { text += "Default: \(value)\n" }
    if !page.fields.isEmpty {
      let width = page.fields.map(\.name.utf8.count).max() ?? 0
      text += "\nFields:\n\n"
      for field in page.fields {
        let need = field.isRequired ? " (required)" : ""
        text += "  \(field.name.padded(to: width))  \(field.summary): \(field.type)\(need)\n"
      }
    }
    if !page.unusedFields.isEmpty {
      text += "\nAccepted and not used: \(page.unusedFields.joined(separator: ", "))\n"
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
