package import Diagnostics

// A reader fills its value field by field, so each starts out with something. A placeholder never
// leaves this module where the field is required: an object that lacks one is broken and dropped.

extension SourceRange {
  /// Stands for "not written".
  package static let placeholder = SourceRange(file: .max, start: 0, end: 0)

  /// Whether the value was written in the input (and not defaulted).
  package var isWritten: Bool { file != .max }
}

extension Located {
  static func placeholder(_ value: Value) -> Located { Located(value, .placeholder) }
}
