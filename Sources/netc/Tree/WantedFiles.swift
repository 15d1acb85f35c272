import Artifacts
import Glibc

/// The files of the tree that a build wants.
struct WantedFiles {
  /// Sorted by path.
  let artifacts: [Artifact]
  /// Where each is in `artifacts`. Looked up, never iterated; like the folders.
  private let positions: [String: Int]
  private let folders: Set<String>

  init(_ artifacts: [Artifact]) {
    self.artifacts = artifacts
    positions = Dictionary(
      uniqueKeysWithValues: artifacts.indices.lazy.map { (artifacts[$0].path, $0) })
    var folders: Set<String> = []
    var last = ""
    for artifact in artifacts {
      for folder in artifact.path.folders(after: last) { folders.insert(folder) }
      last = artifact.path
    }
    self.folders = folders
  }

  func position(of path: String) -> Int? { positions[path] }
  func holdsFolder(_ path: String) -> Bool { folders.contains(path) }

  /// Whether a file that lies there is this one, byte for byte.
  func isSame(
    _ position: Int, as name: String, in folder: borrowing Folder, _ status: EntryStatus
  ) throws(FileError) -> Bool {
    let artifact = artifacts[position]
    guard status.isRegularFile, status.permissions == artifact.mode.permissions,
      status.size == artifact.content.count
    else { return false }
    return try folder.file(name, holds: artifact.content.parts)
  }
}

extension FileMode {
  var permissions: mode_t { mode_t(rawValue) }
}
