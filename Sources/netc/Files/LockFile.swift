import Diagnostics
import Glibc
import NetworkCompiler

/// `netc.lock` on the disk.
struct LockFile {
  static let name = "netc.lock"

  let path: String
  /// As it is now; nil where there is none.
  let source: SourceFile?

  /// - Parameters:
  ///   - chosen: what `--lock` names.
  ///   - inputs: the paths of the input; the lock lies in the folder of the first one.
  /// - Returns: nil for standard input and pipes, `<(helm template …)` among them: they have no
  ///   place for a lock.
  static func find(chosen: String?, inputs: [String]) throws(FileError) -> LockFile? {
    guard let path = chosen ?? inputs.first.flatMap(beside) else { return nil }
    return LockFile(path: path, source: try read(path))
  }

  private static func beside(_ input: String) -> String? {
    if input == "-" { return nil }
    var status = stat()
    if unsafe stat(input, &status) == 0 {
      if status.isFolder {
        return input == "." ? name : input.hasSuffix("/") ? input + name : "\(input)/\(name)"
      }
      if !status.isRegularFile { return nil }
    }
    return String(input.dropLast(input.lastPart.count)) + name
  }

  private static func read(_ path: String) throws(FileError) -> SourceFile? {
    guard let file = unsafe FileDescriptor(open(path, O_RDONLY | O_CLOEXEC)) else {
      if errno == ENOENT { return nil }
      throw FileError("read", path)
    }
    guard file.status()?.isFolder == false else {
      throw FileError("\(path) is a folder, not a lock")
    }
    guard let bytes = file.readAll(limit: Compiler.maximumFileBytes + 1) else {
      throw FileError("read", path)
    }
    return SourceFile(path: path, name: name, bytes: bytes)
  }

  /// The line that says a build would write it.
  var change: String { "\(source == nil ? "new    " : "changed")  \(path)" }

  func differs(from bytes: [UInt8]) -> Bool { source?.bytes != bytes }
}

/// The new text of a lock, on the disk beside the old one and not yet in its place: so that a full
/// disk is noticed before the output tree changes.
struct StagedLock: ~Copyable {
  private let folder: Folder
  private let name: String
  private let stagedName: String

  init(_ bytes: [UInt8], for path: String) throws(FileError) {
    let target = Self.resolved(path)
    let name = target.lastPart
    // A name of this process's own: runs at the same time must not take each other's file.
    let prefix = ".\(name).netc-new-"
    let stagedName = "\(prefix)\(getpid())"
    let parent = String(target.dropLast(name.count))
    let folder = try Folder(following: parent.isEmpty ? "." : parent)
    try Self.removeLeftovers(prefix, in: folder)
    do throws(FileError) {
      try folder.write(stagedName, [bytes], permissions: 0o644, durability: .synced)
    } catch {
      try? folder.removeFile(stagedName)
      throw error
    }
    self.folder = folder
    self.name = name
    self.stagedName = stagedName
  }

  /// Removes what runs left that were killed: files of processes that are no more.
  private static func removeLeftovers(
    _ prefix: String, in folder: borrowing Folder
  ) throws(FileError) {
    for name in try folder.names() where name.hasPrefix(prefix) {
      guard let process = pid_t(name.dropFirst(prefix.count)) else { continue }
      let isGone = kill(process, 0) != 0 && errno == ESRCH
      if isGone || process == getpid() { try folder.removeFile(name) }
    }
  }

  /// Where a symbolic link leads, so that it stays one.
  private static func resolved(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  consuming func commit() throws(FileError) {
    try folder.rename(stagedName, to: name)
    try folder.sync()
  }

  consuming func discard() { try? folder.removeFile(stagedName) }
}
