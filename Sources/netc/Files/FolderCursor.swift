/// The folders on the way to a path, kept open: whoever goes through paths in their order opens
/// each folder once, and not all those above it for each of its entries.
struct FolderCursor: ~Copyable {
  private final class OpenFolder {
    let folder: Folder
    init(_ folder: consuming Folder) { self.folder = folder }
  }

  private var path = ""
  /// The outermost first, each with the bytes of `path` that lead to it.
  private var open: [(length: Int, folder: OpenFolder)] = []

  /// Does something in the folder of a path; an empty path is the root itself.
  mutating func enter<Result>(
    _ path: String, of root: borrowing Folder,
    _ body: (borrowing Folder) throws(FileError) -> Result
  ) throws(FileError) -> Result {
    try enter(path, upTo: path.utf8.count, of: root, body)
  }

  /// Does something in the folder that the first `length` bytes of a path lead to.
  mutating func enter<Result>(
    _ path: String, upTo length: Int, of root: borrowing Folder,
    _ body: (borrowing Folder) throws(FileError) -> Result
  ) throws(FileError) -> Result {
    try move(to: path, upTo: length, of: root)
    guard let inner = open.last else { return try body(root) }
    return try body(inner.folder.folder)
  }

  private mutating func move(
    to path: String, upTo length: Int, of root: borrowing Folder
  ) throws(FileError) {
    let shared = min(path.sharedLength(with: self.path), length)
    while let last = open.last, last.length > shared || !path.ends(part: last.length, in: length) {
      open.removeLast()
    }
    self.path = path
    var start = open.last.map { $0.length + 1 } ?? 0
    while start < length {
      let end = min(path.slash(from: start) ?? length, length)
      try open.append((end, OpenFolder(folder(path.part(start..<end), of: root))))
      start = end + 1
    }
  }

  private func folder(_ name: String, of root: borrowing Folder) throws(FileError) -> Folder {
    guard let inner = open.last else { return try root.folder(name) }
    return try inner.folder.folder.folder(name)
  }
}

// MARK: - Paths by bytes

extension String {
  /// How many bytes two paths begin with that are the same.
  func sharedLength(with other: String) -> Int {
    let (own, others) = (utf8.span, other.utf8.span)
    let limit = min(own.count, others.count)
    var length = 0
    while length < limit, own[length] == others[length] { length += 1 }
    return length
  }

  /// Where the first slash is, at or behind a byte.
  func slash(from start: Int) -> Int? {
    let bytes = utf8.span
    return (start..<max(start, bytes.count)).first { bytes[$0] == UInt8(ascii: "/") }
  }

  /// Where the last slash is before a byte.
  func slash(before end: Int) -> Int? {
    let bytes = utf8.span
    return (0..<end).last { bytes[$0] == UInt8(ascii: "/") }
  }

  /// The folders on the way to a file which are not on the way to one whose path sorts before it:
  /// the outermost first.
  func folders(after last: String) -> [String] {
    var folders: [String] = []
    var start = sharedLength(with: last)
    while let end = slash(from: start) {
      folders.append(part(0..<end))
      start = end + 1
    }
    return folders
  }

  func part(_ range: Range<Int>) -> String {
    String(Substring(utf8.dropFirst(range.lowerBound).prefix(range.count)))
  }

  /// Whether a part of the path's first `length` bytes ends before this byte.
  fileprivate func ends(part end: Int, in length: Int) -> Bool {
    end == length || utf8.span[end] == UInt8(ascii: "/")
  }
}
