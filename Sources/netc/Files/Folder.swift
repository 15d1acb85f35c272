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
  func names() throws(FileError) -> [String] {
    guard let stream = unsafe fdopendir(dup(file.number)) else {
      throw FileError("list the folder", path)
    }
    defer { unsafe closedir(stream) }
    unsafe rewinddir(stream)
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
          unsafe String(validatingCString: $0)
        }
      }
      guard let name else {
        throw FileError("cannot read \(path): it holds a name that is not UTF-8")
      }
      if name != ".", name != ".." { names.append(name) }
    }
    guard errno == 0 else { throw FileError("list the folder", path) }
    return names.sorted()
  }

  func read(_ name: String, limit: Int) throws(FileError) -> [UInt8] {
    let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
    guard let file = unsafe FileDescriptor(openat(self.file.number, name, flags)),
      let bytes = file.readAll(limit: limit)
    else { throw FileError("read", path(of: name)) }
    return bytes
  }
}

/// Whether a file is on the disk when writing it returns.
enum Durability { case cached, synced }

// MARK: - Changes

extension Folder {
  /// Makes a folder, and those above it, where they are missing, and opens it.
  static func making(_ path: String) throws(FileError) -> Folder {
    for folder in "\(path)/".parentFolders where !folder.isEmpty {
      guard unsafe mkdir(folder, 0o777) == 0 || errno == EEXIST else {
        throw FileError("make the folder", folder)
      }
    }
    return try Folder(following: path)
  }

  func makeFolder(_ name: String) throws(FileError) {
    guard unsafe mkdirat(file.number, name, 0o777) == 0 else {
      throw FileError("make the folder", path(of: name))
    }
  }

  /// Writes a file that must not exist yet; its parts one behind the other.
  func write(
    _ name: String, _ parts: [[UInt8]], permissions: mode_t, durability: Durability = .cached
  ) throws(FileError) {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    guard let new = unsafe FileDescriptor(openat(file.number, name, flags, permissions)),
      parts.allSatisfy({ new.writeAll($0) }), fchmod(new.number, permissions) == 0,
      durability == .cached || fsync(new.number) == 0
    else { throw FileError("write", path(of: name)) }
  }

  /// Gives a file of this folder a second name in another one; false where the file system or
  /// its rules don't allow that.
  func link(_ name: String, into other: borrowing Folder, as newName: String) throws(FileError)
    -> Bool
  {
    if unsafe linkat(file.number, name, other.file.number, newName, 0) == 0 { return true }
    // EPERM: no hard links here, or fs.protected_hardlinks; EMLINK: too many already.
    guard [EPERM, EOPNOTSUPP, EMLINK].contains(errno) else {
      throw FileError("keep", path(of: name))
    }
    return false
  }

  /// Moves an entry to another folder, where nothing must have its name.
  func move(_ name: String, to other: borrowing Folder) throws(FileError) {
    let number = other.file.number
    guard unsafe netc_rename(file.number, name, number, name, NETC_RENAME_NEW_ONLY) == 0 else {
      throw FileError("move", path(of: name))
    }
  }

  func rename(_ name: String, to newName: String) throws(FileError) {
    guard unsafe renameat(file.number, name, file.number, newName) == 0 else {
      throw FileError("rename", path(of: name))
    }
  }

  func removeFile(_ name: String) throws(FileError) {
    guard unsafe unlinkat(file.number, name, 0) == 0 || errno == ENOENT else {
      throw FileError("remove", path(of: name))
    }
  }

  /// Removes a file, or a folder with all that is in it.
  ///
  /// Folders are removed in the reverse of the order in which they were found: inner ones first.
  func removeTree(_ name: String) throws(FileError) {
    guard let status = try status(name) else { return }
    guard status.isFolder else { return try removeFile(name) }
    var folders = [[Substring(name)]]
    var emptied: [[Substring]] = []
    while let parts = folders.popLast() {
      emptied.append(parts)
      let current = try folder(at: parts)
      // A folder that is closed to its owner; if this is not allowed, removing says so.
      _ = fchmod(current.file.number, 0o700)
      for entry in try current.names() {
        if try current.status(entry)?.isFolder == true {
          folders.append(parts + [Substring(entry)])
        } else {
          try current.removeFile(entry)
        }
      }
    }
    for parts in emptied.reversed() {
      let parent = try folder(at: Array(parts.dropLast()))
      guard let last = parts.last,
        unsafe unlinkat(parent.file.number, String(last), AT_REMOVEDIR) == 0
      else { throw FileError("remove", "\(path)/\(parts.joined(separator: "/"))") }
    }
  }

  /// Waits until everything written so far is on the disk.
  func sync() throws(FileError) {
    guard fsync(file.number) == 0 else { throw FileError("write", path) }
  }
}

// MARK: - Permissions, times and locks

extension Folder {
  func setTime(of name: String, like status: stat) throws(FileError) {
    let times = [status.st_atim, status.st_mtim]
    guard unsafe utimensat(file.number, name, times, AT_SYMLINK_NOFOLLOW) == 0 else {
      throw FileError("set the time of", path(of: name))
    }
  }

  /// Makes the folder as open to others as another one is; whose it is may need rights to set,
  /// and is tried only.
  func takePermissions(of status: stat?) throws(FileError) {
    guard let status, let own = file.status() else { return }
    if own.st_uid != status.st_uid || own.st_gid != status.st_gid {
      _ = fchown(file.number, status.st_uid, status.st_gid)
    }
    guard fchmod(file.number, status.permissions) == 0 else {
      throw FileError("set the permissions of", path)
    }
  }

  /// Whether entries of a folder below this one can be added and removed; `errno` is set if not.
  func isChangeable(_ path: String) -> Bool {
    if unsafe faccessat(file.number, path, W_OK | X_OK, AT_EACCESS) == 0 { return true }
    // Its owner can open it first.
    var status = stat()
    let number = errno
    if unsafe fstatat(file.number, path, &status, AT_SYMLINK_NOFOLLOW) == 0,
      status.st_uid == geteuid()
    {
      return true
    }
    errno = number
    return false
  }

  /// Waits for other runs that write here; the lock ends with the folder's descriptor.
  func lockForWriting() throws(FileError) {
    /// Writing the largest tree takes seconds; whoever takes longer has been stopped.
    let patienceSeconds = 10
    for _ in 0..<(patienceSeconds * 20) {
      if flock(file.number, LOCK_EX | LOCK_NB) == 0 { return }
      // A file system without locks: then nobody can be kept out.
      guard errno == EWOULDBLOCK else { return }
      usleep(50_000)
    }
    throw FileError("another netc has been writing in \(path) for \(patienceSeconds) seconds")
  }
}
