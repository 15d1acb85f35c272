import Diagnostics
import Foundation

/// The shared corpus beside the repository. Tests that need it skip aloud where it is missing.
enum Corpus {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/corpus")

  /// Whether the corpus is there; says so once per asking test where it is not.
  static func isThere(for test: String) -> Bool {
    let isThere = FileManager.default.fileExists(atPath: root.path)
    if !isThere { print("SKIPPED: \(test): no corpus at \(root.path)") }
    return isThere
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: root.appending(path: path)))
  }

  /// Files below a folder whose names end in one of the suffixes, sorted; paths from the root.
  static func files(in folder: String, _ suffixes: [String]) -> [String] {
    let start = root.appending(path: folder)
    let found = FileManager.default.enumerator(atPath: start.path)?.compactMap { $0 as? String }
    return (found ?? []).filter { name in suffixes.contains { name.hasSuffix($0) } }
      .map { "\(folder)/\($0)" }.sorted()
  }

  /// The rows of a table by the names of its columns; comments are left out.
  static func table(_ path: String) throws -> [[String: String]] {
    let text = String(decoding: try bytes(path), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
      .filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    guard let header = lines.first else { return [] }
    return lines.dropFirst().map { cells in
      Dictionary(zip(header, cells), uniquingKeysWith: { first, _ in first })
    }
  }
}
