import Glibc
import NetworkCompiler

/// What lies at OUT before a build: every file and folder, and which of them netc wrote.
struct ExistingTree {
  /// Deeper folders are not looked into; our own trees have five levels.
  static let maximumDepth = 100

  /// Paths relative to OUT, sorted; folders come before what is in them.
  let paths: [String]
  private let entries: [String: stat]
  /// What the manifest lists: the files that netc wrote and may remove. Looked up, never iterated.
  private let listed: Set<String>
  /// The folders of those files.
  private let listedFolders: Set<String>

  /// A tree that does not exist.
  init() {
    paths = []
    entries = [:]
    listed = []
    listedFolders = []
  }

  /// Reads a folder; throws where it is neither empty nor a tree of netc.
  init(_ root: borrowing Folder) throws(FileError) {
    let found = try Self.scan(root)
    paths = found.keys.sorted()
    entries = found
    guard !found.isEmpty else {
      listed = []
      listedFolders = []
      return
    }
    listed = Set(try Self.listedPaths(root, found[Manifest.path]))
    listedFolders = Set(listed.flatMap(\.parentFolders))
  }

  subscript(path: String) -> stat? { entries[path] }

  func isListed(_ path: String) -> Bool { listed.contains(path) }

  /// Whether a folder exists for files that netc wrote.
  func isOwnFolder(_ path: String) -> Bool { listedFolders.contains(path) }

  private static func listedPaths(
    _ root: borrowing Folder, _ manifest: stat?
  ) throws(FileError) -> [String] {
    guard manifest?.isRegularFile == true else {
      throw FileError(
        "\(root.path) is not empty and holds no \(Manifest.path) of netc; "
          + "name another folder, or empty this one")
    }
    let bytes = try root.read(Manifest.path, limit: Compiler.maximumFileBytes)
    guard let paths = Manifest.paths(in: bytes) else {
      throw FileError(
        "\(root.path(of: Manifest.path)) was not written by netc, or is damaged; "
          + "name another folder, or empty this one")
    }
    return paths
  }

  /// Everything below a folder, by its path.
  static func scan(_ root: borrowing Folder) throws(FileError) -> [String: stat] {
    var found: [String: stat] = [:]
    var parent = FolderCursor()
    var waiting = [""]
    while let path = waiting.popLast() {
      try parent.enter(path.parentFolder, of: root) { (parent) throws(FileError) in
        let folder = try parent.folder(path.isEmpty ? "." : path.lastPart)
        guard path.pathParts.count <= maximumDepth else {
          throw FileError("cannot read \(folder.path): more than \(maximumDepth) folders deep")
        }
        for name in try folder.names() {
          guard let status = try folder.status(name) else { continue }
          let below = path.isEmpty ? name : "\(path)/\(name)"
          found[below] = status
          if status.isFolder { waiting.append(below) }
        }
      }
    }
    return found
  }
}

extension String {
  /// `nodes/a/node.sh` → `nodes`, `nodes/a`.
  var parentFolders: [String] {
    utf8.indices.filter { utf8[$0] == UInt8(ascii: "/") }.map { String(self[..<$0]) }
  }

  /// `nodes/a/node.sh` → `nodes/a`; empty for a name alone.
  var parentFolder: String {
    utf8.lastIndex(of: UInt8(ascii: "/")).map { String(self[..<$0]) } ?? ""
  }

  var pathParts: [Substring] { split(separator: "/") }
}
