import Diagnostics
import Foundation
import Testing

@testable import YAMLSyntax

/// The hostile files of the shared corpus, as far as the text alone decides about them.
struct HostileCorpusTests {
  /// Rows of `yaml.tsv` that say "reject" and are decided here; the other rejections are about
  /// what the objects say.
  private static let rejectedHere: Set<String> = [
    "hy-009", "hy-011", "hy-013", "hy-017", "hy-027", "hy-032", "hy-039", "hy-040", "hy-053",
    "hy-056", "hy-058", "hy-139", "hy-141", "hy-142", "hy-157", "hy-169", "hy-183", "hy-185",
    "hy-187", "hy-190", "hy-192", "hy-202", "hy-203", "hy-206",
  ]

  /// `corpus/cases/hostile`, beside the package; nil (and a line that says so) where it is not.
  private static let folder: URL? = {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = package.appending(path: "../shared/corpus/cases/hostile").standardized
    if FileManager.default.fileExists(atPath: folder.path) { return folder }
    print("SKIPPED: hostile YAML corpus, no \(folder.path)")
    return nil
  }()

  private static func rows(_ name: String) throws -> [[String]] {
    guard let folder else { return [] }
    return try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      .split(separator: "\n").filter { !$0.hasPrefix("#") }.dropFirst()
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
  }

  @Test func `every file ends as its row says`() throws {
    for row in try Self.rows("yaml.tsv") {
      let folder = try #require(Self.folder)
      let data = try Data(contentsOf: folder.appending(path: "yaml").appending(path: row[1]))
      let clock = ContinuousClock()
      let start = clock.now
      let reading = Reading(Array(data))
      #expect(clock.now - start < .seconds(2), "\(row[1])")
      let hasErrors = reading.findings.contains { $0.severity == .error }
      if row[2] == "accept" { #expect(!hasErrors, "\(row[1]): \(reading.findings)") }
      if Self.rejectedHere.contains(row[0]) { #expect(hasErrors, "\(row[1]): \(row[3])") }
      for finding in reading.findings { #expect(finding.help != nil, "\(finding)") }
    }
  }

  @Test func `the big recipes end as their rows say`() throws {
    for row in try Self.rows("big-recipes.tsv") {
      // A debug build is some twenty times slower: a twentieth of the size must do.
      let count = max(1, (Int(row[3]) ?? 0) / 20)
      var bytes = Self.unescaped(row[1])
      let unit = Self.unescaped(row[2])
      bytes.reserveCapacity(bytes.count + unit.count * count)
      for _ in 0..<count { bytes += unit }
      bytes += Self.unescaped(row[4])
      let clock = ContinuousClock()
      let start = clock.now
      let reading = Reading(bytes)
      #expect(clock.now - start < .seconds(4), "\(row[0])")
      let hasErrors = reading.findings.contains { $0.severity == .error }
      if row[5] == "accept" { #expect(!hasErrors, "\(row[0]): \(reading.findings)") }
      if ["big-04", "big-05", "big-07"].contains(row[0]) { #expect(hasErrors, "\(row[0])") }
    }
  }

  private static func unescaped(_ text: String) -> [UInt8] {
    Array(text.replacing("\\n", with: "\n").replacing("\\t", with: "\t").utf8)
  }
}
