import Glibc

/// Permissions that new files get as they are asked for: the umask and a folder's default ACL can
/// take some away. What one file of a tree shows is true of all, for its folders pass the ACL on.
struct KeptModes {
  private var kept: [mode_t] = []

  /// Sees to it that a file which has just been made has its permissions; `errno` is set if not.
  mutating func settle(_ permissions: mode_t, of file: borrowing FileDescriptor) -> Bool {
    if kept.contains(permissions) { return true }
    if file.status()?.permissions == permissions {
      kept.append(permissions)
      return true
    }
    return fchmod(file.number, permissions) == 0
  }
}
