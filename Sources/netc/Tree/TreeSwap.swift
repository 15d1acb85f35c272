import CLinux
import Glibc

/// How a staged tree takes the place of the old one.
enum TreeSwap {
  /// In one step: OUT is never missing. ext4, XFS, Btrfs, tmpfs, overlayfs and others can.
  case exchange
  /// For file systems that cannot: OUT is set aside first, so that it is missing for an instant. A
  /// run that ends within it leaves the old tree as `.NAME.netc-old`, and the next one puts it back.
  case twoRenames

  enum Replaced { case nothing, tree }

  func perform(
    _ location: TreeLocation, in parent: borrowing Folder, replacing replaced: Replaced
  ) throws(FileError) {
    switch (replaced, self) {
    case (.nothing, _): try parent.rename(location.stagingName, to: location.name)
    case (.tree, .twoRenames): try Self.renameTwice(location, in: parent)
    case (.tree, .exchange):
      let number = parent.file.number
      let result = unsafe netc_rename(
        number, location.stagingName, number, location.name, NETC_RENAME_EXCHANGE)
      if result == 0 { return }
      // EINVAL: the file system cannot; ENOSYS: the kernel (before 3.15) cannot.
      guard errno == EINVAL || errno == ENOSYS else {
        throw FileError("replace", location.shownPath)
      }
      try Self.renameTwice(location, in: parent)
    }
  }

  private static func renameTwice(
    _ location: TreeLocation, in parent: borrowing Folder
  ) throws(FileError) {
    try parent.rename(location.name, to: location.setAsideName)
    do throws(FileError) {
      try parent.rename(location.stagingName, to: location.name)
    } catch {
      try parent.rename(location.setAsideName, to: location.name)
      throw error
    }
    // From here on all is as after an exchange.
    try parent.rename(location.setAsideName, to: location.stagingName)
  }

  /// Removes what a killed run left beside OUT; if it had set OUT aside, that is put back.
  static func recover(
    _ location: TreeLocation, in parent: borrowing Folder
  ) throws(FileError) {
    if try parent.status(location.setAsideName) != nil {
      if try parent.status(location.name) == nil {
        try parent.rename(location.setAsideName, to: location.name)
      } else {
        try parent.removeTree(location.setAsideName)
      }
    }
    try parent.removeTree(location.stagingName)
  }
}
