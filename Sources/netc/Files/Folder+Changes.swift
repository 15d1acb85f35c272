import CLinux
import Glibc

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
    var modes = KeptModes()
    try write(name, parts, permissions: permissions, &modes, durability: durability)
  }

  /// Writes one of many files, in this folder or in one below.
  func write(
    _ path: String, _ parts: [[UInt8]], permissions: mode_t, _ modes: inout KeptModes,
    durability: Durability = .cached
  ) throws(FileError) {
    guard let new = FileDescriptor(make(path, permissions)),
      parts.allSatisfy({ new.writeAll($0) }), modes.settle(permissions, of: new),
      durability == .cached || fsync(new.number) == 0
    else { throw FileError("write", self.path(of: path)) }
  }

  /// Follows no symbolic link. Where one call cannot see to that, each folder is opened by itself.
  private func make(_ path: String, _ permissions: mode_t) -> Int32 {
    let file = unsafe netc_make_file(file.number, path, permissions)
    // EPERM: a sandbox that does not know the call.
    guard file < 0, errno == ENOSYS || errno == EPERM else { return file }
    return makeInSteps(path, permissions)
  }

  func makeInSteps(_ path: String, _ permissions: mode_t) -> Int32 {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    guard let folder = try? folder(at: path.parentFolder.pathParts) else { return -1 }
    return unsafe openat(folder.file.number, path.lastPart, flags, permissions)
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

  /// Removes a file, or an empty folder of one's own that may be closed to its owner.
  func remove(_ entry: FolderEntry) throws(FileError) {
    let flags = entry.isFolder ? AT_REMOVEDIR : 0
    if unsafe unlinkat(file.number, entry.name, flags) == 0 || errno == ENOENT { return }
    guard errno == EACCES, fchmod(file.number, 0o700) == 0,
      unsafe unlinkat(file.number, entry.name, flags) == 0
    else { throw FileError("remove", path(of: entry.name)) }
  }

  func removeFile(_ name: String) throws(FileError) {
    try remove(FolderEntry(name: name, isFolder: false))
  }

  /// Removes a file, or a folder with all that is in it.
  func removeTree(_ name: String) throws(FileError) {
    try removeTree(name) { (_, _, _) throws(FileError) in false }
  }

  /// Removes a file, or a folder with all that is in it but what `isTakenAway` has moved elsewhere,
  /// which is asked about each entry with its path below the folder.
  func removeTree(
    _ name: String,
    unless isTakenAway: (String, FolderEntry, borrowing Folder) throws(FileError) -> Bool
  ) throws(FileError) {
    guard let status = try status(name) else { return }
    guard status.isFolder else { return try removeFile(name) }
    let tree = try folder(name)
    var cursor = FolderCursor()
    var waiting = [""]
    var emptied: [String] = []
    while let path = waiting.popLast() {
      emptied.append(path)
      try cursor.enter(path, of: tree) { (folder) throws(FileError) in
        for entry in try folder.entries() {
          let below = path.isEmpty ? entry.name : "\(path)/\(entry.name)"
          if try isTakenAway(below, entry, folder) { continue }
          if entry.isFolder { waiting.append(below) } else { try folder.remove(entry) }
        }
      }
    }
    // Inner ones first: the reverse of the order in which they were found.
    for path in emptied.reversed() where !path.isEmpty {
      try cursor.enter(path.parentFolder, of: tree) { (folder) throws(FileError) in
        try folder.remove(FolderEntry(name: path.lastPart, isFolder: true))
      }
    }
    try remove(FolderEntry(name: name, isFolder: true))
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
  func takePermissions(of other: EntryStatus) throws(FileError) {
    if file.status().map({ EntryStatus($0).hasOwner(of: other) }) != true {
      _ = fchown(file.number, other.user, other.group)
    }
    guard fchmod(file.number, other.permissions) == 0 else {
      throw FileError("set the permissions of", path)
    }
  }

  /// Whether entries of a folder below this one, which is somebody else's, can be added and
  /// removed; `errno` is set if not.
  func isChangeable(_ path: String) -> Bool {
    unsafe faccessat(file.number, path, W_OK | X_OK, AT_EACCESS) == 0
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
