package import Diagnostics

/// Where the text of a document stands that is itself a text in another document, as a file in a
/// ConfigMap is: leads the places in the one to the places in the other.
package struct YAMLEmbedding: Sendable {
  /// All of the text.
  let whole: SourceRange
  /// Where the lines begin, here and in the outer file; empty where the text is written otherwise
  /// than it reads (escapes, folded lines): then every place is the whole.
  private var lines: [(inner: Int, outer: Int)] = []
  private let outerCount: Int

  /// - Parameter scalar: The node whose text is the document.
  init(_ scalar: YAMLNode, text: [UInt8]) {
    whole = scalar.range
    let content = scalar.anchoredRange ?? scalar.range
    let outer = scalar.document.source.bytes
    outerCount = outer.count
    switch scalar.style {
    case .literal: lines = Self.literalLines(text, in: outer, content) ?? []
    case .plain, .singleQuoted, .doubleQuoted:
      let start = Int(content.start) + (scalar.style == .plain ? 0 : 1)
      let end = start + text.count
      if end <= outer.count, outer[start..<end].elementsEqual(text) { lines = [(0, start)] }
    case .folded: break
    }
  }

  /// The place in the outer file.
  func place(_ start: UInt32, _ end: UInt32) -> SourceRange {
    guard !lines.isEmpty else { return whole }
    let first = outerOffset(Int(start))
    return SourceRange(
      file: whole.file, start: UInt32(first), end: UInt32(max(first, outerOffset(Int(end)))))
  }

  private func outerOffset(_ offset: Int) -> Int {
    var low = 0
    var high = lines.count
    while low < high {
      let middle = (low + high) / 2
      if lines[middle].inner <= offset { low = middle + 1 } else { high = middle }
    }
    let line = lines[max(0, low - 1)]
    return min(line.outer + offset - line.inner, outerCount)
  }

  /// A line of a literal is a line of the file without its indentation.
  private static func literalLines(
    _ text: [UInt8], in outer: [UInt8], _ content: SourceRange
  ) -> [(inner: Int, outer: Int)]? {
    let lineFeed = UInt8(ascii: "\n")
    var lines: [(inner: Int, outer: Int)] = []
    var inner = 0
    var position = Int(content.start)
    while inner < text.count {
      guard let header = outer[position...].firstIndex(of: lineFeed) else { return nil }
      let start = header + 1
      var end = outer[start...].firstIndex(of: lineFeed) ?? outer.count
      position = end
      if end > start, outer[end - 1] == UInt8(ascii: "\r") { end -= 1 }
      let innerEnd = text[inner...].firstIndex(of: lineFeed) ?? text.count
      let count = innerEnd - inner
      guard count <= end - start, outer[(end - count)..<end].elementsEqual(text[inner..<innerEnd])
      else { return nil }
      lines.append((inner, end - count))
      inner = innerEnd + 1
    }
    return lines
  }
}

extension YAMLNode {
  /// Reads the text of a scalar as YAML of its own: its first document, whose nodes have their
  /// places in this node's file. Nil for a text without a document.
  package func embeddedDocument(log: inout DiagnosticLog) -> YAMLDocument? {
    let bytes = withUTF8 { text in text.indices.map { text[$0] } }
    let embedding = YAMLEmbedding(self, text: bytes)
    let source = SourceFile(path: document.source.path, bytes: bytes)
    var inner = DiagnosticLog()
    var stream = YAMLStream(source, index: document.file, embedding: embedding)
    let found = stream.next(log: &inner)
    log.append(inner) { embedding.place($0.start, $0.end) }
    return found
  }
}
