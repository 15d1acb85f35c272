import CLinux
import Glibc

/// An open folder and what is done in it: every call takes one name, and none follows a
/// symbolic link.
struct Folder: ~Copyable {
  let file: FileDescriptor
  /// For messages.
  let path: String

  /// Opens a folder by any path, symbolic links included.
  init(following path: String) throws(FileError) {
    guard let file = unsafe FileDescriptor(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) else {
      throw FileError("open the folder", path)
    }
    self.file = file
    self.path = path
  }

  private init(_ file: consuming FileDescriptor, _ path: String) {
    self.file = file
    self.path = path
  }

  func path(of name: String) -> String {
    path == "." ? name : path.hasSuffix("/") ? path + name : "\(path)/\(name)"
  }

  /// Opens a folder in this one.
  func folder(_ name: String) throws(FileError) -> Folder {
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    guard let file = unsafe FileDescriptor(openat(self.file.number, name, flags)) else {
      throw FileError("open the folder", path(of: name))
    }
    return Folder(file, name == "." ? path : path(of: name))
  }

  /// Opens a folder some levels below, one level at a time.
  func folder(at parts: [Substring]) throws(FileError) -> Folder {
    guard let first = parts.first else { return try folder(".") }
    var current = try folder(String(first))
    for part in parts.dropFirst() { current = try current.folder(String(part)) }
    return current
  }

  /// Nil when there is nothing of that name.
  func status(_ name: String) throws(FileError) -> stat? {
    var status = stat()
    if unsafe fstatat(file.number, name, &status, AT_SYMLINK_NOFOLLOW) == 0 { return status }
    guard errno == ENOENT else { throw FileError("look at", path(of: name)) }
    return nil
  }

  /// The names of everything in the folder, sorted by their bytes.
  func names() throws(FileError) -> [String] { try entries().map(\.name) }

  /// Everything in the folder, sorted by the bytes of the names.
  func entries() throws(FileError) -> [FolderEntry] {
    guard let listing = listing(room: 8_192) else { throw FileError("list the folder", path) }
    var entries: [FolderEntry] = []
    for entry in listing.split(separator: 0) {
      guard let kind = entry.first, let name = String(validating: entry.dropFirst(), as: UTF8.self)
      else { throw FileError("cannot read \(path): it holds a name that is not UTF-8") }
      if name == "." || name == ".." { continue }
      // Some file systems don't tell what an entry is.
      let isFolder =
        Int(kind) == DT_UNKNOWN ? try status(name)?.isFolder == true : Int(kind) == DT_DIR
      entries.append(FolderEntry(name: name, isFolder: isFolder))
    }
    return entries.sorted { $0.name < $1.name }
  }

  /// The entries as `netc_read_folder` gives them, from the first one to the last; nil with `errno`
  /// set when that fails. A folder that does not fit in `room` bytes is read again.
  private func listing(room: Int) -> [UInt8]? {
    /// More than the longest entry takes.
    let smallestRoom = 512
    guard lseek(file.number, 0, SEEK_SET) == 0 else { return nil }
    var got = 0
    let listing = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      unsafe start.withMemoryRebound(to: CChar.self, capacity: room) { start in
        repeat {
          got = unsafe netc_read_folder(file.number, start + count, UInt(room - count))
          count += max(0, got)
        } while got > 0 && room - count >= smallestRoom
      }
    }
    if got > 0 { return self.listing(room: 8 * room) }
    return got == 0 ? listing : nil
  }

  func read(_ name: String, limit: Int) throws(FileError) -> [UInt8] {
    guard let file = opened(name), let bytes = file.readAll(limit: limit) else {
      throw FileError("read", path(of: name))
    }
    return bytes
  }

  /// Whether a file begins with these parts, one behind the other.
  func file(_ name: String, holds parts: [[UInt8]]) throws(FileError) -> Bool {
    guard let file = opened(name) else { throw FileError("read", path(of: name)) }
    for part in parts {
      guard let isSame = file.begins(with: part) else { throw FileError("read", path(of: name)) }
      if !isSame { return false }
    }
    return true
  }

  private func opened(_ name: String) -> FileDescriptor? {
    let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
    return unsafe FileDescriptor(openat(file.number, name, flags))
  }
}

/// A file or folder in a folder.
struct FolderEntry {
  let name: String
  let isFolder: Bool
}
