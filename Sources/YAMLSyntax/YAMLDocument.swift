package import Diagnostics

/// One document of a stream: an arena of nodes that nothing changes any more.
///
/// It keeps its source file alive, because most scalars are slices of the file's bytes. When the
/// last `YAMLNode` and the document itself are gone, the whole arena is freed at once. A class,
/// so that a node can refer to its document in eight bytes.
package final class YAMLDocument: Sendable {
  package let source: SourceFile
  /// Index of `source` in the compilation's list of files.
  package let file: UInt32
  /// Whether an error was reported while this document was read. The tree then holds what was
  /// read before a syntax error, and may lack entries: say nothing about missing fields.
  package let hadErrors: Bool
  /// Preorder, except that nodes which merge keys bring stand at the end of their mapping.
  let records: [YAMLRecord]
  /// The text of scalars that stand otherwise in the file (escapes, folded lines, blocks).
  let sideText: [UInt8]

  private let embedding: YAMLEmbedding?

  init(
    source: SourceFile, file: UInt32, embedding: YAMLEmbedding?, records: [YAMLRecord],
    sideText: [UInt8], hadErrors: Bool
  ) {
    self.source = source
    self.file = file
    self.embedding = embedding
    self.records = records
    self.sideText = sideText
    self.hadErrors = hadErrors
  }

  /// Whether both were read as the same, to the byte: what two scanners must agree on.
  package func isIdentical(to other: YAMLDocument) -> Bool {
    records == other.records && sideText == other.sideText && hadErrors == other.hadErrors
  }

  /// The place of bytes of `source` in the file.
  func place(_ start: UInt32, _ end: UInt32) -> SourceRange {
    guard let embedding else { return SourceRange(file: file, start: start, end: end) }
    return embedding.place(start, end)
  }

  /// The outermost node; nil for a document without one (`---` alone, or only comments).
  ///
  /// A document that says `null` or `~` has a root, a scalar of type null.
  package var root: YAMLNode? {
    records.isEmpty ? nil : YAMLNode(document: self, place: 0)
  }
}

extension Array {
  /// The elements, which this array forgets: a small table is copied to its exact size, so that the
  /// next document can use its memory; a large one is handed over.
  mutating func takeAll() -> [Element] {
    if count > 4096 {
      defer { self = [] }
      return self
    }
    return Array(self[...])
  }
}
