import Diagnostics
import Testing

@testable import Resources

/// What became of some text.
struct ReadResult {
  let resources: ResourceSet
  let diagnostics: [Diagnostic]
  let files: [SourceFile]

  var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }

  /// `NC0205 error web.yaml:3:5 spec.ports: required, but not set`, one a line.
  var summary: String {
    diagnostics.map { finding in
      var place = "-"
      if let range = finding.range {
        let file = files[Int(range.file)]
        let before = file.bytes[..<Int(range.start)]
        let line = before.count { $0 == 0x0A } + 1
        let column = before.count - ((before.lastIndex(of: 0x0A) ?? -1) + 1) + 1
        place = "\(file.path):\(line):\(column)"
      }
      return "\(finding.code) \(finding.severity.name) \(place) \(finding.message)"
    }.joined(separator: "\n")
  }

  /// The text a diagnostic points at.
  func text(of finding: Diagnostic) -> String? {
    finding.range.map { range in
      let bytes = files[Int(range.file)].bytes[Int(range.start)..<Int(range.end)]
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}

/// Reads texts as files `0.yaml`, `1.yaml`, …
func readText(_ texts: String...) -> ReadResult {
  readFiles(
    texts.enumerated().map { SourceFile(path: "\($0.offset).yaml", bytes: Array($0.element.utf8)) })
}

func readFiles(_ files: [SourceFile]) -> ReadResult {
  var log = DiagnosticLog()
  let resources = ResourceReader.read(files, log: &log)
  return ReadResult(resources: resources, diagnostics: log.finish(), files: files)
}

/// Reads text that must be right, with at most warnings.
func readGood(_ text: String, _ location: Testing.SourceLocation = #_sourceLocation) -> ResourceSet
{
  let result = readText(text)
  #expect(result.errors.isEmpty, "\(result.summary)", sourceLocation: location)
  return result.resources
}

/// Reads text with exactly one error, and gives its code and message.
func readBad(_ text: String, _ location: Testing.SourceLocation = #_sourceLocation) -> String {
  let result = readText(text)
  #expect(result.errors.count == 1, "\(result.summary)", sourceLocation: location)
  return result.errors.first.map { "\($0.code) \($0.message)" } ?? "nothing"
}
