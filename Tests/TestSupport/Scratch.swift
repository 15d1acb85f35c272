package import Foundation

/// A folder of its own for one test, removed at its end.
package final class Scratch: Sendable {
  package let url: URL

  package init() throws {
    url = FileManager.default.temporaryDirectory
      .appending(path: "netc-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  package var path: String { url.path(percentEncoded: false) }

  package func url(_ path: String) -> URL { url.appending(path: path) }

  /// Writes a file, with the folders it needs.
  package func write(_ path: String, _ text: String) throws {
    let file = url(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  package func copy(_ source: URL, to path: String) throws {
    try FileManager.default.copyItem(at: source, to: url(path))
  }

  package func text(_ path: String) throws -> String {
    try String(contentsOf: url(path), encoding: .utf8)
  }

  package func exists(_ path: String) -> Bool {
    // A dangling symbolic link exists, too.
    (try? FileManager.default.attributesOfItem(atPath: url(path).path(percentEncoded: false)))
      != nil
  }

  package func remove(_ path: String) throws { try FileManager.default.removeItem(at: url(path)) }

  /// Every file below a folder with its content, by its path.
  package func contents(of path: String) throws -> [String: Data] {
    let folder = url(path)
    var contents: [String: Data] = [:]
    for file in try Repository.files(below: folder) {
      contents[file] = try Data(contentsOf: folder.appending(path: file))
    }
    return contents
  }
}
