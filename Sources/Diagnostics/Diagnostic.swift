/// How much a diagnostic weighs: an error stops the build, a warning does so under `--strict`.
package enum Severity: UInt8, Comparable, Sendable {
  case note, warning, error

  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  package var name: String {
    switch self {
    case .note: "note"
    case .warning: "warning"
    case .error: "error"
    }
  }
}

/// Another place that matters to a diagnostic ("first claimed here").
package struct Note: Hashable, Sendable {
  package let message: String
  package let range: SourceRange

  package init(_ message: String, at range: SourceRange) {
    self.message = message
    self.range = range
  }
}

/// A replacement of one range of the input that mends the mistake.
package struct Fix: Hashable, Sendable {
  package let range: SourceRange
  package let replacement: String

  package init(replace range: SourceRange, with replacement: String) {
    self.range = range
    self.replacement = replacement
  }
}

/// One finding about the input.
package struct Diagnostic: Hashable, Sendable {
  package let code: DiagnosticCode
  package let severity: Severity
  /// What is wrong with the value seen, lower case, no full stop.
  package let message: String
  /// Nil only where no place exists (no input at all).
  package let range: SourceRange?
  package let notes: [Note]
  /// What to do about it.
  package let help: String?
  package let fixes: [Fix]
  /// `Kind namespace/name` of the object at fault, nil outside objects.
  package let object: String?
}

extension Diagnostic {
  /// The same finding at other places. Its fixes are left out: what replaces one text may not fit
  /// into another.
  func placed(_ place: (SourceRange) -> SourceRange) -> Diagnostic {
    Diagnostic(
      code: code, severity: severity, message: message, range: range.map(place),
      notes: notes.map { Note($0.message, at: place($0.range)) }, help: help, fixes: [],
      object: object)
  }
}
