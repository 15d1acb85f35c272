import Diagnostics
import Foundation
import NetworkCompiler
import NetworkModel
import Resources
import TestSupport
import Testing
import Validation
import YAMLSyntax

/// The codes of diagnostics, and the page of documentation that is made from them.
@Suite struct CodeTests {
  @Test func `no code is used twice`() {
    let codes = DiagnosticCatalog.pages.map(\.code)
    for (code, next) in zip(codes, codes.dropFirst()) { #expect(code < next, "\(next)") }
  }

  /// The hundreds that the codes of a stage may have; 9 is for limits of this version.
  @Test(arguments: [
    ("NetworkCompiler", CompilerDiagnostics.pages, [0]), ("YAMLSyntax", YAMLDiagnostics.pages, [1]),
    ("Resources", ResourceDiagnostics.pages, [2, 6, 9]), ("the lock", LockDiagnostics.pages, [3]),
    ("NetworkModel", LoweringDiagnostics.pages, [3, 4, 6, 7, 9]),
    ("Validation", Validation.pages, [3, 4, 5, 6, 7]),
  ])
  func `a stage keeps to its numbers`(
    _ stage: String, _ pages: [DiagnosticPage], _ hundreds: [UInt16]
  ) {
    #expect(!pages.isEmpty)
    for page in pages { #expect(hundreds.contains(page.code.number / 100), "\(page.code)") }
  }

  @Test func `every page that is written is in the catalogue`() {
    let written = SourceText.sources.reduce(0) { count, file in
      count + file.lines.count { $0.contains("= DiagnosticPage(") }
    }
    #expect(written == DiagnosticCatalog.pages.count)
  }

  @Test func `titles are one line without a full stop, explanations are sentences`() {
    for page in DiagnosticCatalog.pages {
      #expect(!page.title.contains("\n") && !page.title.hasSuffix("."), "\(page.code)")
      #expect(page.explanation.count > 40 && page.explanation.hasSuffix("."), "\(page.code)")
    }
  }

  @Test func `docs/Diagnostics.md is what the pages say`() throws {
    let path = "docs/Diagnostics.md"
    if Repository.isUpdatingGoldens {
      try Data(Self.document.utf8).write(to: Repository.root.appending(path: path))
    }
    let text = try Repository.text(path)
    #expect(text == Self.document, "run make golden")
  }

  private static var document: String {
    var text = """
      # Diagnostics

      <!-- Made from the pages in the sources by `make golden`; do not edit. -->

      Every message of netc has a code, and every code has this page, which `netc explain CODE`
      shows, too. Those marked *allowable* can be silenced for one object, with a reason, by the
      annotation `netc.dev/allow: "CODE: reason"`.

      | code | severity | problem |
      |---|---|---|

      """
    for page in DiagnosticCatalog.pages {
      let anchor = "\(page.code)".lowercased()
      let mark = page.isAllowable ? ", allowable" : ""
      text += "| [\(page.code)](#\(anchor)) | \(page.severity.name)\(mark) | \(page.title) |\n"
    }
    for page in DiagnosticCatalog.pages { text += section(page) }
    return text
  }

  private static func section(_ page: DiagnosticPage) -> String {
    var text = "\n## \(page.code)\n\n**\(page.title)** (\(page.severity.name))\n\n"
    text += page.explanation + "\n"
    if let example = page.example {
      text += "\nWrong:\n\n```yaml\n\(example.bad)\n```\n"
      text += "\nRight:\n\n```yaml\n\(example.good)\n```\n"
    }
    return text
  }
}
