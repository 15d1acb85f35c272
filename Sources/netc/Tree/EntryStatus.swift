import Glibc

/// What stat(2) says of a file or folder, as far as a tree is concerned.
struct EntryStatus {
  private let mode: mode_t
  let user: uid_t
  let group: gid_t
  /// Bytes.
  let size: Int

  init(_ status: stat) {
    mode = status.st_mode
    user = status.st_uid
    group = status.st_gid
    size = Int(status.st_size)
  }

  var isFolder: Bool { mode & S_IFMT == S_IFDIR }
  var isRegularFile: Bool { mode & S_IFMT == S_IFREG }
  /// The permission bits.
  var permissions: mode_t { mode & 0o7777 }

  func hasOwner(of other: EntryStatus) -> Bool { user == other.user && group == other.group }
}
