package import Foundation

/// The working copy that the tests belong to.
package enum Repository {
  package static let root: URL = {
    var url = URL(filePath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    return url
  }()

  package static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// Whether expected files are to be written instead of compared.
  package static var isUpdatingGoldens: Bool {
    ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"
  }

  /// The paths of all regular files below a folder, relative to it, sorted; hidden ones too.
  package static func files(below folder: URL) throws -> [String] {
    let keys: [URLResourceKey] = [.isDirectoryKey]
    guard
      let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: keys)
    else { return [] }
    let start = folder.standardizedFileURL.path(percentEncoded: false)
    let prefix = start.hasSuffix("/") ? start : start + "/"
    var paths: [String] = []
    for case let url as URL in found {
      if try url.resourceValues(forKeys: Set(keys)).isDirectory == true { continue }
      paths.append(
        String(url.standardizedFileURL.path(percentEncoded: false).dropFirst(prefix.count)))
    }
    return paths.sorted()
  }
}
