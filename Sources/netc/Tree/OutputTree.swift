import Artifacts
import Glibc

/// The output tree on the disk: compared, and replaced as a whole.
///
/// A new tree is staged beside the old one, as `.NAME.netc-new`, made safe on the disk, and then
/// the two change places in one step (`renameat2` with `RENAME_EXCHANGE`). Whenever netc, or the
/// machine, ends in between, OUT is the old tree or the new one; what is left beside it is removed
/// by the next build. Files that have not changed keep their inode and time: the new tree holds a
/// second name for them. So do files that nobody here wrote.
struct OutputTree {
  let changes: TreeChanges
  private let location: TreeLocation
  private let wanted: WantedFiles
  private let existing: ExistingTree
  private let replaced: TreeSwap.Replaced

  /// Looks at what is there.
  private init(_ location: TreeLocation, wanting artifacts: [Artifact]) throws(FileError) {
    self.location = location
    wanted = WantedFiles(artifacts)
    guard let root = try location.open() else {
      replaced = .nothing
      existing = ExistingTree(lacking: wanted)
      changes = try TreeChanges(from: existing, to: wanted, at: location.shownPath)
      return
    }
    replaced = .tree
    existing = try ExistingTree(root, comparedWith: wanted)
    changes = try TreeChanges(from: existing, to: wanted, at: root.path)
  }

  /// What writing would change; changes nothing.
  ///
  /// - Parameter artifacts: the whole tree that is wanted, sorted by path.
  static func compare(
    _ artifacts: [Artifact], with location: TreeLocation
  ) throws(FileError) -> OutputTree {
    try OutputTree(location, wanting: artifacts)
  }

  /// Makes OUT the wanted tree, and says what that changed.
  static func write(
    _ artifacts: [Artifact], to location: TreeLocation, swap: TreeSwap = .exchange
  ) throws(FileError) -> TreeChanges {
    let parent = try location.makeParent()
    try parent.lockForWriting()
    try TreeSwap.recover(location, in: parent)
    let tree = try OutputTree(location, wanting: artifacts)
    if !tree.changes.isEmpty { try tree.replace(in: parent, swap) }
    return tree.changes
  }

  /// Whether a file is for root's eyes only, as it lies there or as it is wanted.
  func isSecret(_ path: String) -> Bool {
    if let status = existing[path], status.permissions & 0o077 == 0 { return true }
    return wanted.position(of: path).map { wanted.artifacts[$0].mode == .secret } ?? false
  }

  /// The bytes of a file as they are now; nil where there is no such file.
  func currentBytes(of path: String) throws(FileError) -> [UInt8]? {
    guard existing[path]?.isRegularFile == true, let root = try location.open() else { return nil }
    let folder = try root.folder(at: path.parentFolder.pathParts)
    return try folder.read(path.lastPart, limit: .max)
  }

  private func replace(in parent: borrowing Folder, _ swap: TreeSwap) throws(FileError) {
    try checkOldTreeCanGo()
    do throws(FileError) {
      try TreeStage(location, in: parent, replacing: existing).fill(wanted, changes)
      try swap.perform(location, in: parent, replacing: replaced)
    } catch {
      try? parent.removeTree(location.stagingName)
      throw error
    }
    try parent.sync()
    try cleanUp(in: parent)
  }

  /// A folder of somebody else's could be swapped, but not be removed afterwards.
  private func checkOldTreeCanGo() throws(FileError) {
    guard let root = try location.open() else { return }
    let user = geteuid()
    let own = root.file.status().map { $0.st_uid == user } ?? false
    let others = (own ? [] : ["."]) + existing.folders.filter { existing[$0]?.user != user }
    for path in others where !root.isChangeable(path) {
      throw FileError("change", root.path(of: path))
    }
  }

  /// Removes the old tree, which lies where the new one was staged; what somebody has put there
  /// since it was looked at is moved over.
  private func cleanUp(in parent: borrowing Folder) throws(FileError) {
    let new = try parent.folder(location.name)
    try parent.removeTree(location.stagingName) { (path, entry, folder) throws(FileError) in
      if existing[path] != nil { return false }
      try folder.move(entry.name, to: new.folder(at: path.parentFolder.pathParts))
      return true
    }
  }
}
