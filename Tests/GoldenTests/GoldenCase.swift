import Foundation
import TestSupport
import Testing

/// One folder of `golden/`: an input, and what has to come of it.
struct GoldenCase: Sendable, CustomTestStringConvertible {
  let name: String
  let folder: URL

  static let all: [GoldenCase] = {
    let root = Repository.root.appending(path: "golden")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path())) ?? []
    return names.sorted().map { GoldenCase(name: $0, folder: root.appending(path: $0)) }
      .filter { FileManager.default.fileExists(atPath: $0.input.path()) }
  }()

  var input: URL { folder.appending(path: "input") }
  var expected: URL { folder.appending(path: "expected") }
  var testDescription: String { name }

  /// Every node's `node.sh` is one program with the node's name and addresses in it, so only the
  /// cases of the wirings hold it; in the others its line in SHA256SUMS stands for it.
  func holds(_ path: String) -> Bool {
    !path.hasSuffix("/node.sh") || name.hasSuffix("-wiring")
  }

  /// The files of `expected/` as they are.
  func expectedFiles() throws -> [String: GoldenFile] {
    var files: [String: GoldenFile] = [:]
    for path in try Repository.files(below: expected) {
      let url = expected.appending(path: path)
      let isExecutable = FileManager.default.isExecutableFile(atPath: url.path())
      files[path] = GoldenFile(bytes: try Data(contentsOf: url), isExecutable: isExecutable)
    }
    return files
  }

  /// Replaces `expected/`.
  func update(to files: [String: GoldenFile]) throws {
    let manager = FileManager.default
    if manager.fileExists(atPath: expected.path()) { try manager.removeItem(at: expected) }
    for (path, file) in files.sorted(by: { $0.key < $1.key }) {
      let url = expected.appending(path: path)
      try manager.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try file.bytes.write(to: url)
      let mode = file.isExecutable ? 0o755 : 0o644
      try manager.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path())
    }
  }
}

/// A file with the one permission that git keeps.
struct GoldenFile: Equatable {
  let bytes: Data
  let isExecutable: Bool

  init(bytes: some Collection<UInt8>, isExecutable: Bool) {
    self.bytes = Data(bytes)
    self.isExecutable = isExecutable
  }
}
