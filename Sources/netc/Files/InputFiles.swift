import Diagnostics
import Glibc
import NetworkCompiler

/// Finds and reads the input.
///
/// Folders are searched for `*.yaml`, `*.yml` and `*.json`, hidden ones left out, in the order of
/// their names; a file that is named by itself is read whatever its name. Symbolic links are
/// followed, each folder is entered and each file read once. Never read: an output tree of netc,
/// the folder that a build writes, and `netc.lock`.
struct InputFiles {
  /// All files together: more is a folder named by mistake (`/`), and would fill the memory.
  static let totalBytes = 4 << 30

  private(set) var files: [SourceFile] = []
  private var visited = Set<FileIdentity>()
  private var byteCount = 0

  /// - Parameter output: the tree that will be written, which is no input; nil for none.
  static func read(_ paths: [String], output: String?) throws(FileError) -> [SourceFile] {
    var input = InputFiles()
    let outputFolder = output.flatMap(status)?.identity
    if let outputFolder { input.visited.insert(outputFolder) }
    for path in paths { try input.add(path) }
    if input.files.isEmpty, let output, let outputFolder,
      paths.contains(where: { status($0)?.identity == outputFolder })
    {
      throw FileError("\(output) is the input: name another folder for the output")
    }
    return input.files
  }

  private static func status(_ path: String) -> stat? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? status : nil
  }

  private mutating func add(_ path: String) throws(FileError) {
    if path == "-" { return try addStandardInput() }
    guard let status = Self.status(path) else { throw FileError("read", path) }
    if status.isFolder { return try search(path, status) }
    try read(path, name: path.lastPart, status)
  }

  private mutating func addStandardInput() throws(FileError) {
    let limit = Compiler.maximumFileBytes + 1
    guard let input = FileDescriptor(dup(STDIN_FILENO)), let bytes = input.readAll(limit: limit)
    else { throw FileError("read", "standard input") }
    files.append(SourceFile(path: "<stdin>", bytes: bytes))
  }

  /// Reads the files below a folder.
  private mutating func search(_ path: String, _ status: stat) throws(FileError) {
    var waiting = [FoundFile(path: path, name: "", status: status)]
    while let found = waiting.popLast() {
      if !found.status.isFolder {
        try read(found.path, name: found.name, found.status)
      } else if visited.insert(found.status.identity).inserted {
        waiting += try entries(of: found).reversed()
      }
    }
  }

  /// What is to be looked at in a folder, in the order of the names.
  private func entries(of found: FoundFile) throws(FileError) -> [FoundFile] {
    let folder = try Folder(following: found.path)
    let names = try folder.names()
    if names.contains(Manifest.path), try isOutputTree(folder) { return [] }
    var entries: [FoundFile] = []
    for name in names where !name.hasPrefix(".") {
      let path = folder.path(of: name)
      let isWanted = Self.suffixes.contains { name.hasSuffix($0) }
      guard let status = Self.status(path) else {
        if isWanted { throw FileError("read", path) }
        continue
      }
      guard status.isFolder || isWanted else { continue }
      guard status.isFolder || status.isRegularFile else {
        throw FileError("cannot read \(path): it is neither a file nor a folder")
      }
      let below = found.name.isEmpty ? name : "\(found.name)/\(name)"
      entries.append(FoundFile(path: path, name: below, status: status))
    }
    return entries
  }

  private static let suffixes = [".yaml", ".yml", ".json"]

  private func isOutputTree(_ folder: borrowing Folder) throws(FileError) -> Bool {
    guard try folder.status(Manifest.path)?.isRegularFile == true else { return false }
    // The beginning suffices.
    return Manifest.isManifest(try folder.read(Manifest.path, limit: 256))
  }

  private mutating func read(_ path: String, name: String, _ status: stat) throws(FileError) {
    guard path.lastPart != LockFile.name, visited.insert(status.identity).inserted else { return }
    // One byte over the limit, so that the parser sees it and reports it with the file's name.
    let limit = min(Compiler.maximumFileBytes + 1, Self.totalBytes - byteCount + 1)
    guard let file = unsafe FileDescriptor(open(path, O_RDONLY | O_CLOEXEC)),
      let bytes = file.readAll(limit: limit)
    else { throw FileError("read", path) }
    byteCount += bytes.count
    guard byteCount <= Self.totalBytes else {
      throw FileError("cannot read \(path): the input is larger than \(Self.totalBytes) bytes")
    }
    files.append(SourceFile(path: path, name: name, bytes: bytes))
  }
}

/// A file or folder below a folder that the user named.
private struct FoundFile {
  let path: String
  /// The path below that folder.
  let name: String
  let status: stat
}

extension String {
  /// What follows the last `/`.
  var lastPart: String {
    utf8.lastIndex(of: UInt8(ascii: "/")).map { String(self[utf8.index(after: $0)...]) } ?? self
  }
}
