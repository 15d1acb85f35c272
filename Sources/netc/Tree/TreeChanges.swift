import Artifacts

/// How the tree at OUT differs from the one that a build wants.
struct TreeChanges {
  enum State: Hashable { case new, changed, unchanged }

  /// One for each artifact, in their order.
  private(set) var states: [State] = []
  /// Files of an earlier build that are not wanted any more; sorted.
  private(set) var stale: [String] = []
  /// Files and folders that nobody here wrote and that stay; sorted, folders before their content.
  private(set) var foreign: [String] = []

  /// For an OUT that holds `existing`; `root` is its path for messages.
  init(from existing: ExistingTree, to wanted: WantedFiles, at root: String) throws(FileError) {
    states = existing.isSame.map { isSame in
      isSame.map { $0 ? .unchanged : .changed } ?? .new
    }
    for path in existing.unwanted {
      if existing.isListed(path), existing[path]?.isFolder == false {
        stale.append(path)
      } else if !wanted.holdsFolder(path), !existing.isOwnFolder(path) {
        foreign.append(path)
      }
    }
    try checkNothingIsInTheWay(of: wanted, existing, root)
  }

  var isEmpty: Bool { stale.isEmpty && states.allSatisfy { $0 == .unchanged } }
  var unchangedCount: Int { states.count { $0 == .unchanged } }

  /// Of what is foreign, only the outermost: a folder stands for all that is in it.
  var outermostForeign: [String] {
    let all = Set(foreign)
    return foreign.filter { path in !path.parentFolders.contains { all.contains($0) } }
  }

  /// A file that nobody here wrote is never overwritten, nor a folder that holds one.
  private func checkNothingIsInTheWay(
    of wanted: WantedFiles, _ existing: ExistingTree, _ root: String
  ) throws(FileError) {
    let fullFolders = Set(foreign.flatMap(\.parentFolders))
    for (artifact, state) in zip(wanted.artifacts, states) where state == .changed {
      let path = artifact.path
      let isFolder = existing[path]?.isFolder == true
      let isOwn =
        isFolder
        ? existing.isOwnFolder(path) && !fullFolders.contains(path) : existing.isListed(path)
      if !isOwn { throw Self.isInTheWay(root, path) }
    }
    // Files where folders shall be.
    for path in existing.unwanted where wanted.holdsFolder(path) && !existing.isListed(path) {
      throw Self.isInTheWay(root, path)
    }
  }

  private static func isInTheWay(_ root: String, _ path: String) -> FileError {
    FileError("\(root)/\(path) is in the way, and netc did not write it: move it elsewhere")
  }
}
