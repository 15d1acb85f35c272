import Diagnostics
import Testing

@testable import YAMLSyntax

/// One helper for this stage: text in; documents and findings out.
struct Reading {
  let documents: [YAMLDocument]
  let findings: [Diagnostic]
  let bytes: [UInt8]

  init(_ bytes: [UInt8], scanners: YAMLScanners = .both) {
    self.bytes = bytes
    var log = DiagnosticLog()
    var stream = YAMLStream(SourceFile(path: "test.yaml", bytes: bytes), index: 7, scanners: scanners)
    var documents: [YAMLDocument] = []
    while let document = stream.next(log: &log) { documents.append(document) }
    self.documents = documents
    findings = log.finish()
  }

  init(_ text: String) { self.init(Array(text.utf8)) }

  /// The first document's root.
  func root(_ location: SourceLocation = #_sourceLocation) throws -> YAMLNode {
    try #require(documents.first?.root, sourceLocation: location)
  }

  /// `NC0113@12-16`: code and bytes of every finding, in order.
  var codes: [String] {
    findings.map { finding in
      "\(finding.code)" + (finding.range.map { "@\($0.start)-\($0.end)" } ?? "")
    }
  }

  /// The piece of the input that a finding points at.
  func marked(_ finding: Diagnostic) -> String {
    guard let range = finding.range else { return "" }
    return slice(range)
  }

  func slice(_ range: SourceRange) -> String {
    String(decoding: bytes[Int(range.start)..<Int(range.end)], as: UTF8.self)
  }

  /// All documents as one line each, JSON-like; text in quotes, typed values bare.
  var dump: String { documents.map { $0.root.map(dumpNode) ?? "nothing" }.joined(separator: " | ") }
}

private func dumpNode(_ node: YAMLNode) -> String {
  switch node.kind {
  case .sequence: return "[" + node.items.map(dumpNode).joined(separator: ", ") + "]"
  case .mapping:
    return "{"
      + node.entries.map { "\($0.key.string): \(dumpNode($0.value))" }
      .joined(separator: ", ") + "}"
  case .scalar:
    switch node.scalar {
    case .null: return "null"
    case .bool(let value): return "\(value)"
    case .int(let value): return "\(value)"
    case .uint(let value): return "\(value)u"
    case .float(let value): return "\(value)f"
    case .string: return "'\(node.string)'"
    }
  }
}
