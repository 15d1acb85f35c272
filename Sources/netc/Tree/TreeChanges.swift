import Artifacts
import Glibc

/// How the tree at OUT differs from the one that a build wants.
struct TreeChanges {
  enum State: Hashable { case new, changed, unchanged }

  /// One for each artifact, in their order.
  private(set) var states: [State] = []
  /// Files of an earlier build that are not wanted any more; sorted.
  private(set) var stale: [String] = []
  /// Files and folders that nobody here wrote and that stay; sorted, folders before their content.
  private(set) var foreign: [String] = []

  /// - Parameters:
  ///   - artifacts: sorted by path.
  ///   - root: the folder of `existing`.
  init(
    from existing: ExistingTree, at root: borrowing Folder, to artifacts: [Artifact]
  ) throws(FileError) {
    var parent = FolderCursor()
    for artifact in artifacts {
      states.append(try Self.state(of: artifact, in: existing, at: root, &parent))
    }
    let wanted = Set(artifacts.map(\.path))
    let wantedFolders = Set(artifacts.flatMap(\.path.parentFolders))
    for path in existing.paths where !wanted.contains(path) {
      if existing.isListed(path), existing[path]?.isFolder == false {
        stale.append(path)
      } else if !wantedFolders.contains(path), !existing.isOwnFolder(path) {
        foreign.append(path)
      }
    }
    try checkNothingIsInTheWay(of: artifacts, wantedFolders, existing, root.path)
  }

  /// For an OUT that does not exist.
  init(allNew artifacts: [Artifact]) { states = artifacts.map { _ in .new } }

  var isEmpty: Bool { stale.isEmpty && states.allSatisfy { $0 == .unchanged } }
  var unchangedCount: Int { states.count { $0 == .unchanged } }

  /// Of what is foreign, only the outermost: a folder stands for all that is in it.
  var outermostForeign: [String] {
    let all = Set(foreign)
    return foreign.filter { path in !path.parentFolders.contains { all.contains($0) } }
  }

  private static func state(
    of artifact: Artifact, in existing: ExistingTree, at root: borrowing Folder,
    _ parent: inout FolderCursor
  ) throws(FileError) -> State {
    guard let status = existing[artifact.path] else { return .new }
    let size = artifact.content.count
    guard status.isRegularFile, status.permissions == artifact.mode.permissions,
      status.st_size == size
    else { return .changed }
    let path = artifact.path.parentFolder
    let found = try parent.enter(path.parentFolder, of: root) { (parent) throws(FileError) in
      try parent.folder(path.isEmpty ? "." : path.lastPart)
        .read(artifact.path.lastPart, limit: size + 1)
    }
    return found == artifact.content.bytes ? .unchanged : .changed
  }

  /// A file that nobody here wrote is never overwritten, nor a folder that holds one.
  private func checkNothingIsInTheWay(
    of artifacts: [Artifact], _ wantedFolders: Set<String>, _ existing: ExistingTree,
    _ root: String
  ) throws(FileError) {
    let fullFolders = Set(foreign.flatMap(\.parentFolders))
    for (artifact, state) in zip(artifacts, states) where state == .changed {
      let path = artifact.path
      let isFolder = existing[path]?.isFolder == true
      let isOwn =
        isFolder
        ? existing.isOwnFolder(path) && !fullFolders.contains(path) : existing.isListed(path)
      if !isOwn { throw Self.isInTheWay(root, path) }
    }
    for path in existing.paths
    where wantedFolders.contains(path) && existing[path]?.isFolder == false {
      if !existing.isListed(path) { throw Self.isInTheWay(root, path) }
    }
  }

  private static func isInTheWay(_ root: String, _ path: String) -> FileError {
    FileError("\(root)/\(path) is in the way, and netc did not write it: move it elsewhere")
  }
}

extension FileMode {
  var permissions: mode_t { mode_t(rawValue) }
}
