/// Everything netc can say about one code: what `netc explain` prints.
///
/// A diagnostic can only be reported through its page, so no code exists without an explanation
/// and an example. Modules declare their pages as `static let` in an extension and list them in
/// one array, which the compiler collects.
package struct DiagnosticPage: Sendable {
  package let code: DiagnosticCode
  package let severity: Severity
  /// One line that names the problem, no full stop.
  package let title: String
  /// What is wrong, why it matters and what to do; wrapped Markdown text.
  package let explanation: String
  package let example: DiagnosticExample?
  /// Whether the annotation `netc.dev/allow` may silence it for one object.
  package let isAllowable: Bool

  package init(
    _ code: DiagnosticCode, _ severity: Severity, _ title: String, explanation: String,
    example: DiagnosticExample? = nil, isAllowable: Bool = false
  ) {
    self.code = code
    self.severity = severity
    self.title = title
    self.explanation = explanation
    self.example = example
    self.isAllowable = isAllowable
  }
}

/// Two inputs that prove a page: `bad` raises exactly its code, `good` raises nothing.
///
/// In `bad`, a comment line `#   ^^^^ NC0401` under a line marks where the code must point; a
/// `---` separates documents. When neither text has a `kind: Cluster`, a small single-node
/// cluster is added by the test.
package struct DiagnosticExample: Sendable {
  package let bad: String
  package let good: String

  package init(bad: String, good: String) {
    self.bad = bad
    self.good = good
  }
}
