import Diagnostics
import Foundation
import Testing

@testable import YAMLSyntax

/// The block scanner against libyaml over whole files.
struct YAMLScannerCorpusTests {
  private static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func files(below folder: String) -> [URL] {
    let folder = package.appending(path: folder).standardized
    guard let paths = FileManager.default.enumerator(atPath: folder.path) else {
      print("SKIPPED: no \(folder.path)")
      return []
    }
    return paths.compactMap { $0 as? String }.filter {
      $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") || $0.hasSuffix(".json")
    }.sorted().map { folder.appending(path: $0) }
  }

  @Test(arguments: ["golden", "Tests", "schemas", "../shared/corpus"])
  func `every file is read as libyaml reads it`(folder: String) throws {
    for file in Self.files(below: folder) {
      let bytes = Array(try Data(contentsOf: file))
      // Debug builds take a second for a megabyte.
      guard bytes.count < 1 << 20 else { continue }
      #expect(YAMLScannerTests.difference(bytes) == nil, "\(file.path)")
    }
  }

  @Test func `most of our own manifests are read without libyaml`() throws {
    var (scanned, all) = (0, 0)
    for file in Self.files(below: "golden") where file.path.contains("/input/") {
      let bytes = Array(try Data(contentsOf: file))
      let encoding = YAMLEncoding(bytes.span)
      var scanner = YAMLBlockScanner(bytes, mayHoldTemplates: encoding.hasDoubleBrace)
      all += 1
      if encoding.fault == nil, scanner.scan(from: encoding.markBytes) != nil { scanned += 1 }
    }
    #expect(scanned * 2 > all, "\(scanned) of \(all)")
  }
}
