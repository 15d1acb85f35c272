import Artifacts
import Diagnostics
import Foundation
import NetworkCompiler
import TestSupport
import Testing

@testable import netc

/// Every folder of `golden/`, byte for byte. `UPDATE_GOLDEN=1` rewrites what is expected.
@Suite struct GoldenTests {
  @Test func `there are golden cases`() { #expect(GoldenCase.all.count >= 25) }

  @Test(arguments: GoldenCase.all)
  func `a case gives what it gave before`(_ golden: GoldenCase) throws {
    let built = try build(golden)
    if Repository.isUpdatingGoldens { try golden.update(to: built) }
    let expected = try golden.expectedFiles()
    let missing = expected.keys.filter { built[$0] == nil }.sorted()
    #expect(missing.isEmpty, "no longer there: \(missing.joined(separator: ", "))")
    for path in built.keys.sorted() {
      guard let file = built[path], let old = expected[path] else {
        Issue.record("new: \(path)\n\(firstLines(built[path]))")
        continue
      }
      guard file != old else { continue }
      Issue.record("\(path) differs:\n\(difference(old, file))")
    }
  }

  /// What a build leaves: the tree, `netc.lock`, and `diagnostics.txt` if anything is reported.
  private func build(_ golden: GoldenCase) throws -> [String: GoldenFile] {
    let folder = golden.input.path(percentEncoded: false)
    // Messages name files as they are called within the case.
    let files = try InputFiles.read([folder], output: nil).map {
      SourceFile(path: $0.name, bytes: $0.bytes)
    }
    let lock = try LockFile.find(chosen: nil, inputs: [folder])?.source.map {
      SourceFile(path: $0.name, bytes: $0.bytes)
    }
    let compilation = Compiler.compile(files, lock: lock)
    var built: [String: GoldenFile] = [:]
    for artifact in compilation.artifacts where golden.holds(artifact.path) {
      built[artifact.path] = GoldenFile(
        bytes: artifact.content.bytes, isExecutable: artifact.mode == .script)
    }
    if let lock = compilation.lock {
      built["netc.lock"] = GoldenFile(bytes: lock, isExecutable: false)
    }
    if !compilation.diagnostics.isEmpty {
      let renderer = DiagnosticRenderer(files: compilation.files, format: .text)
      built["diagnostics.txt"] = GoldenFile(
        bytes: renderer.render(compilation.diagnostics), isExecutable: false)
    }
    return built
  }

  private func difference(_ old: GoldenFile, _ new: GoldenFile) -> String {
    if old.bytes == new.bytes { return "executable: \(old.isExecutable) → \(new.isExecutable)" }
    var text: [UInt8] = []
    LineDiff(from: Array(old.bytes), to: Array(new.bytes)).append(to: &text)
    return String(decoding: text.prefix(4_000), as: UTF8.self)
  }

  private func firstLines(_ file: GoldenFile?) -> String {
    String(decoding: file?.bytes.prefix(400) ?? Data(), as: UTF8.self)
  }
}
