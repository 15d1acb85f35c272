import Artifacts
import CLinux
import Glibc

/// The new tree while it is being put together beside the old one.
struct TreeStage: ~Copyable {
  private let root: Folder
  private let location: TreeLocation
  private let existing: ExistingTree
  /// What a folder gets that is made here.
  private let usual: EntryStatus?

  init(
    _ location: TreeLocation, in parent: borrowing Folder, replacing existing: ExistingTree
  ) throws(FileError) {
    try parent.makeFolder(location.stagingName)
    root = try parent.folder(location.stagingName)
    usual = root.file.status().map { EntryStatus($0) }
    self.location = location
    self.existing = existing
  }

  /// Fills the folder, and returns when it is whole on the disk.
  func fill(_ wanted: WantedFiles, _ changes: TreeChanges) throws(FileError) {
    var folders = try write(wanted, changes.states)
    if let old = try location.open() {
      try link(wanted, changes.states, from: old)
      folders += try keep(changes.foreign, from: old, beside: wanted)
      // Inner ones first, and only now: a folder may be closed to its own files.
      for path in folders.sorted().reversed() { try takePermissions(path) }
      if let status = old.file.status() { try root.takePermissions(of: EntryStatus(status)) }
    }
    guard netc_sync_file_system(root.file.number) == 0 else {
      throw FileError("write", location.shownPath)
    }
  }

  /// Makes all folders that files are wanted in, and the files that are not there yet.
  ///
  /// A file is made from the folder above its own, for that one stays open: most files of a tree
  /// have a folder for themselves.
  ///
  /// - Returns: the folders of the old tree that don't have the usual permissions.
  private func write(
    _ wanted: WantedFiles, _ states: [TreeChanges.State]
  ) throws(FileError) -> [String] {
    var unusual: [String] = []
    var cursor = FolderCursor()
    var modes = KeptModes()
    var last = ""
    for (artifact, state) in zip(wanted.artifacts, states) {
      let path = artifact.path
      for folder in path.folders(after: last) {
        try makeFolder(folder, &cursor)
        if hasUnusualPermissions(folder) { unusual.append(folder) }
      }
      last = path
      if state == .unchanged { continue }
      let own = path.slash(before: path.utf8.count) ?? 0
      let base = path.slash(before: own) ?? 0
      try cursor.enter(path, upTo: base, of: root) { (folder) throws(FileError) in
        try folder.write(
          path.part(base == 0 ? 0..<path.utf8.count : base + 1..<path.utf8.count),
          artifact.content.parts, permissions: artifact.mode.permissions, &modes)
      }
    }
    return unusual
  }

  private func makeFolder(_ path: String, _ cursor: inout FolderCursor) throws(FileError) {
    try cursor.enter(path.parentFolder, of: root) { (folder) throws(FileError) in
      try folder.makeFolder(path.lastPart)
    }
  }
}

// MARK: - What stays

extension TreeStage {
  /// Gives unchanged files of the old tree a second name in the new one.
  private func link(
    _ wanted: WantedFiles, _ states: [TreeChanges.State], from old: borrowing Folder
  ) throws(FileError) {
    var source = FolderCursor()
    var target = FolderCursor()
    for (artifact, state) in zip(wanted.artifacts, states) where state == .unchanged {
      let folder = artifact.path.parentFolder
      try source.enter(folder, of: old) { (from) throws(FileError) in
        try target.enter(folder, of: root) { (to) throws(FileError) in
          try Self.link(artifact, from: from, to: to)
        }
      }
    }
  }

  private static func link(
    _ artifact: Artifact, from: borrowing Folder, to: borrowing Folder
  ) throws(FileError) {
    let name = artifact.path.lastPart
    if try from.link(name, into: to, as: name) { return }
    // No hard links here: the same bytes with the same time are the next best.
    try to.write(name, artifact.content.parts, permissions: artifact.mode.permissions)
    if let status = try from.status(name) { try to.setTime(of: name, like: status) }
  }

  /// Gives what nobody here wrote a second name.
  ///
  /// - Returns: the folders that were made for it.
  private func keep(
    _ foreign: [String], from old: borrowing Folder, beside wanted: WantedFiles
  ) throws(FileError) -> [String] {
    var made: [String] = []
    var known: Set<String> = []
    var source = FolderCursor()
    var target = FolderCursor()
    for path in foreign {
      let isFolder = existing[path]?.isFolder == true
      for folder in path.parentFolders + (isFolder ? [path] : [])
      where !wanted.holdsFolder(folder) && known.insert(folder).inserted {
        try makeFolder(folder, &target)
        made.append(folder)
      }
      if isFolder { continue }
      let kept = try source.enter(path.parentFolder, of: old) { (from) throws(FileError) in
        try target.enter(path.parentFolder, of: root) { (to) throws(FileError) in
          try from.link(path.lastPart, into: to, as: path.lastPart)
        }
      }
      guard kept else { throw cannotKeep(path) }
    }
    return made
  }

  private func cannotKeep(_ path: String) -> FileError {
    FileError(
      "\(location.shownPath)/\(path) is not netc's and cannot be kept here, where files "
        + "cannot have two names: move it elsewhere")
  }

  private func hasUnusualPermissions(_ path: String) -> Bool {
    guard let old = existing[path], old.isFolder, let usual else { return false }
    return !old.hasOwner(of: usual) || old.permissions != usual.permissions
  }

  private func takePermissions(_ path: String) throws(FileError) {
    guard let old = existing[path], old.isFolder else { return }
    try root.folder(at: path.pathParts).takePermissions(of: old)
  }
}
