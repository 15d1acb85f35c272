/// A folder below another one that stays open: whoever goes through paths in their order opens a
/// folder once, and not with all those above it for each of its entries.
struct FolderCursor: ~Copyable {
  private var path: String?
  private var folder: Folder?

  init() {
    path = nil
    folder = nil
  }

  /// Does something in the folder of a path; an empty path is the root itself.
  mutating func enter<Result>(
    _ path: String, of root: borrowing Folder,
    _ body: (borrowing Folder) throws(FileError) -> Result
  ) throws(FileError) -> Result {
    if self.path != path || folder == nil {
      folder = try root.folder(at: path.pathParts)
      self.path = path
    }
    switch folder {
    case .some(let folder): return try body(folder)
    case nil: preconditionFailure("the folder has just been opened")
    }
  }
}
