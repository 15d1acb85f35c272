package import Diagnostics

/// The documents of one file, read one at a time.
///
/// Everything wrong with the text is reported to the log. After a syntax error the stream goes
/// on at the next `---`, so that one run reports the errors of all documents.
package struct YAMLStream: ~Copyable {
  private let source: SourceFile
  private let file: UInt32

  /// - Parameter index: place of `source` in the compilation's list of files.
  package init(_ source: SourceFile, index: UInt32) {
    self.source = source
    file = index
  }

  /// The next document, also if it is empty or broken; nil at the end of the file.
  package mutating func next(log: inout DiagnosticLog) -> YAMLDocument? {
    nil
  }
}
