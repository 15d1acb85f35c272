import Artifacts
import CLinux
import Glibc

/// The new tree while it is being put together beside the old one.
struct TreeStage: ~Copyable {
  private let root: Folder
  private let location: TreeLocation
  private let existing: ExistingTree

  init(
    _ location: TreeLocation, in parent: borrowing Folder, replacing existing: ExistingTree
  ) throws(FileError) {
    try parent.makeFolder(location.stagingName)
    root = try parent.folder(location.stagingName)
    self.location = location
    self.existing = existing
  }

  /// Fills the folder, and returns when it is whole on the disk.
  func fill(_ artifacts: [Artifact], _ changes: TreeChanges) throws(FileError) {
    let folders = folders(of: artifacts, changes.foreign)
    var parent = FolderCursor()
    for path in folders {
      try parent.enter(path.parentFolder, of: root) { (folder) throws(FileError) in
        try folder.makeFolder(path.lastPart)
      }
    }
    try write(artifacts, changes.states)
    try keep(changes.foreign)
    // Inner ones first, and only now: a folder may be closed to its own files.
    for path in folders.reversed() { try takePermissions(path) }
    try takePermissions("")
    guard netc_sync_file_system(root.file.number) == 0 else {
      throw FileError("write", location.shownPath)
    }
  }

  /// Sorted: outer ones first.
  private func folders(of artifacts: [Artifact], _ foreign: [String]) -> [String] {
    var paths = Set(artifacts.flatMap(\.path.parentFolders))
    for path in foreign {
      paths.formUnion(path.parentFolders)
      if existing[path]?.isFolder == true { paths.insert(path) }
    }
    return paths.sorted()
  }

  private func takePermissions(_ path: String) throws(FileError) {
    guard path.isEmpty || existing[path]?.isFolder == true else { return }
    guard let old = try location.open() else { return }
    let status = path.isEmpty ? old.file.status() : existing[path]
    try root.folder(at: path.pathParts).takePermissions(of: status)
  }
}

// MARK: - Files

extension TreeStage {
  private func write(_ artifacts: [Artifact], _ states: [TreeChanges.State]) throws(FileError) {
    let places = artifacts.indices.map { (folder: artifacts[$0].path.parentFolder, index: $0) }
      .sorted { ($0.folder, $0.index) < ($1.folder, $1.index) }
    var parent = FolderCursor()
    var next = places.startIndex
    while next < places.endIndex {
      let folder = places[next].folder
      let end = places[next...].firstIndex { $0.folder != folder } ?? places.endIndex
      let group = places[next..<end].map(\.index)
      try parent.enter(folder.parentFolder, of: root) { (parent) throws(FileError) in
        let to = try parent.folder(folder.isEmpty ? "." : folder.lastPart)
        for index in group where states[index] != .unchanged { try write(artifacts[index], to) }
        let unchanged = group.filter { states[$0] == .unchanged }
        if !unchanged.isEmpty { try link(unchanged.map { artifacts[$0] }, folder, to) }
      }
      next = end
    }
  }

  private func write(_ artifact: Artifact, _ folder: borrowing Folder) throws(FileError) {
    try folder.write(
      artifact.path.lastPart, artifact.content.parts, permissions: artifact.mode.permissions)
  }

  /// Gives files of the old tree, all in one folder, a second name in the new one.
  private func link(
    _ artifacts: [Artifact], _ folder: String, _ to: borrowing Folder
  ) throws(FileError) {
    guard let old = try location.open() else { return }
    let from = try old.folder(at: folder.pathParts)
    for artifact in artifacts {
      let name = artifact.path.lastPart
      if try from.link(name, into: to, as: name) { continue }
      // No hard links here: the same bytes with the same time are the next best.
      try write(artifact, to)
      if let status = existing[artifact.path] { try to.setTime(of: name, like: status) }
    }
  }

  /// Gives what nobody here wrote a second name; the folders are made already.
  private func keep(_ foreign: [String]) throws(FileError) {
    guard !foreign.isEmpty, let old = try location.open() else { return }
    for path in foreign where existing[path]?.isFolder == false {
      let from = try old.folder(at: path.parentFolder.pathParts)
      let to = try root.folder(at: path.parentFolder.pathParts)
      guard try from.link(path.lastPart, into: to, as: path.lastPart) else {
        throw FileError(
          "\(location.shownPath)/\(path) is not netc's and cannot be kept here, where files "
            + "cannot have two names: move it elsewhere")
      }
    }
  }
}
