import Glibc

/// Where OUT lies, and the names beside it that netc uses while it writes.
struct TreeLocation {
  /// As the user wrote it, without slashes at the end.
  let shownPath: String
  private let parentPath: String
  /// The last part of the path, behind symbolic links.
  let name: String

  var stagingName: String { ".\(name).netc-new" }
  /// For file systems that cannot exchange two folders in one step.
  var setAsideName: String { ".\(name).netc-old" }

  init(_ path: String) throws(FileError) {
    var shown = path
    while shown.count > 1, shown.hasSuffix("/") { shown.removeLast() }
    shownPath = shown
    let real = Self.resolved(shown)
    let full = real ?? shown
    name = full.lastPart
    guard !name.isEmpty, name != ".", name != ".." else {
      throw FileError("`\(path)` cannot be replaced as a whole: name a folder of its own")
    }
    let parent = String(full.dropLast(name.count))
    parentPath = parent.isEmpty ? "." : parent
    // Whoever stands in the tree would find himself in a folder that is gone.
    if let real, let current = Self.resolved("."), "\(current)/".hasPrefix("\(real)/") {
      throw FileError("\(path) is the current folder or holds it: run netc from outside")
    }
  }

  /// The path without symbolic links; nil where there is nothing.
  private static func resolved(_ path: String) -> String? {
    guard let real = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(real) }
    return unsafe String(validatingCString: real)
  }

  /// Nil when OUT does not exist.
  func open() throws(FileError) -> Folder? {
    var status = stat()
    guard unsafe stat(shownPath, &status) == 0 else {
      if errno == ENOENT, unsafe lstat(shownPath, &status) != 0 { return nil }
      throw FileError("open the folder", shownPath)
    }
    guard status.isFolder else { throw FileError("\(shownPath) is a file, not a folder") }
    return try Folder(following: shownPath)
  }

  /// The folder that OUT lies in, made if it is missing.
  func makeParent() throws(FileError) -> Folder {
    try Folder.making(parentPath)
  }

  /// Whether a path lies in OUT.
  func contains(_ path: String) -> Bool {
    let folder = String(path.dropLast(path.lastPart.count))
    guard let out = Self.resolved(shownPath),
      let other = Self.resolved(folder.isEmpty ? "." : folder)
    else { return false }
    return "\(other)/".hasPrefix("\(out)/")
  }
}
