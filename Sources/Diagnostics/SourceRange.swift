/// A half-open range of bytes in one input file.
///
/// Lines and columns are computed only when a diagnostic is printed, so a range costs 12 bytes.
public struct SourceRange: Hashable, Comparable, Sendable {
  /// Index into the compilation's list of files.
  package let file: UInt32
  /// Offset of the first byte.
  package let start: UInt32
  /// Offset behind the last byte; equal to `start` for an empty range.
  package let end: UInt32

  package init(file: UInt32, start: UInt32, end: UInt32) {
    precondition(start <= end, "a range must not end before it starts")
    self.file = file
    self.start = start
    self.end = end
  }

  /// File order, then position: the order in which diagnostics are shown.
  public static func < (left: SourceRange, right: SourceRange) -> Bool {
    (left.file, left.start, left.end) < (right.file, right.start, right.end)
  }
}

extension SourceRange {
  /// Stands for "not written": the place of a default.
  package static let placeholder = SourceRange(file: .max, start: 0, end: 0)

  /// Whether the value was written in the input (and not defaulted).
  package var isWritten: Bool { file != .max }
}
