import Artifacts
import NetworkCompiler

/// What lies at OUT before a build: every file and folder, which of them netc wrote, and which are
/// what the build wants.
struct ExistingTree {
  /// Deeper folders are not looked into; our own trees have five levels.
  static let maximumDepth = 100

  /// The folders, each before what is in it.
  private(set) var folders: [String] = []
  /// Files that are not wanted, and folders in which nothing is; sorted, folders before what is in
  /// them.
  private(set) var unwanted: [String] = []
  /// Whether a file is there as it is wanted, for each one that is; those that are not there: nil.
  private(set) var isSame: [Bool?]
  /// By paths relative to OUT. Looked up, never iterated; so are the others.
  private var entries: [String: EntryStatus] = [:]
  /// What the manifest lists: the files that netc wrote and may remove.
  private var listed: Set<String> = []
  /// The folders of those files.
  private var listedFolders: Set<String> = []

  /// A tree that does not exist.
  init(lacking wanted: WantedFiles) {
    isSame = Array(repeating: nil, count: wanted.artifacts.count)
  }

  /// Reads a folder; throws where it is neither empty nor a tree of netc.
  init(_ root: borrowing Folder, comparedWith wanted: WantedFiles) throws(FileError) {
    self.init(lacking: wanted)
    try scan(root, wanted)
    unwanted.sort()
    if entries.isEmpty { return }
    try takeList(root, wanted)
  }

  subscript(path: String) -> EntryStatus? { entries[path] }

  func isListed(_ path: String) -> Bool { listed.contains(path) }

  /// Whether a folder exists for files that netc wrote.
  func isOwnFolder(_ path: String) -> Bool { listedFolders.contains(path) }
}

// MARK: - The manifest

extension ExistingTree {
  private mutating func takeList(
    _ root: borrowing Folder, _ wanted: WantedFiles
  ) throws(FileError) {
    guard entries[Manifest.path]?.isRegularFile == true else {
      throw FileError(
        "\(root.path) is not empty and holds no \(Manifest.path) of netc; "
          + "name another folder, or empty this one")
    }
    let paths = try listedPaths(root, wanted)
    listed = Set(paths)
    var last = ""
    for path in paths {
      listedFolders.formUnion(path.folders(after: last))
      last = path
    }
  }

  /// Sorted.
  private func listedPaths(
    _ root: borrowing Folder, _ wanted: WantedFiles
  ) throws(FileError) -> [String] {
    // The very manifest that is wanted lists what is wanted.
    if let position = wanted.position(of: Manifest.path), isSame[position] == true {
      return wanted.artifacts.map(\.path)
    }
    let bytes = try root.read(Manifest.path, limit: Compiler.maximumFileBytes)
    guard let paths = Manifest.paths(in: bytes) else {
      throw FileError(
        "\(root.path(of: Manifest.path)) was not written by netc, or is damaged; "
          + "name another folder, or empty this one")
    }
    return paths
  }
}

// MARK: - Looking

extension ExistingTree {
  /// Visits every folder once, and reads the files that may be what is wanted.
  private mutating func scan(
    _ root: borrowing Folder, _ wanted: WantedFiles
  ) throws(FileError) {
    var cursor = FolderCursor()
    var waiting = [""]
    while let path = waiting.popLast() {
      let found = try cursor.enter(path, of: root) { (folder) throws(FileError) in
        try look(into: folder, path, wanted)
      }
      waiting += found
    }
  }

  /// - Returns: the folders in it.
  private mutating func look(
    into folder: borrowing Folder, _ path: String, _ wanted: WantedFiles
  ) throws(FileError) -> [String] {
    if !path.isEmpty { try add(folder, path, wanted) }
    var folders: [String] = []
    for entry in try folder.entries() {
      let below = path.isEmpty ? entry.name : "\(path)/\(entry.name)"
      if entry.isFolder {
        folders.append(below)
      } else if let status = try folder.status(entry.name).map({ EntryStatus($0) }) {
        entries[below] = status
        if let position = wanted.position(of: below) {
          isSame[position] = try wanted.isSame(position, as: entry.name, in: folder, status)
        } else {
          unwanted.append(below)
        }
      }
    }
    return folders
  }

  private mutating func add(
    _ folder: borrowing Folder, _ path: String, _ wanted: WantedFiles
  ) throws(FileError) {
    guard path.utf8.count(where: { $0 == UInt8(ascii: "/") }) < Self.maximumDepth else {
      throw FileError("cannot read \(folder.path): more than \(Self.maximumDepth) folders deep")
    }
    guard let status = folder.file.status() else { throw FileError("look at", folder.path) }
    entries[path] = EntryStatus(status)
    folders.append(path)
    if let position = wanted.position(of: path) {
      isSame[position] = false
    } else if !wanted.holdsFolder(path) {
      unwanted.append(path)
    }
  }
}

extension String {
  /// `nodes/a/node.sh` → `nodes`, `nodes/a`.
  var parentFolders: [String] { folders(after: "") }

  /// `nodes/a/node.sh` → `nodes/a`; empty for a name alone.
  var parentFolder: String {
    utf8.lastIndex(of: UInt8(ascii: "/")).map { String(self[..<$0]) } ?? ""
  }

  var pathParts: [Substring] { split(separator: "/") }
}
