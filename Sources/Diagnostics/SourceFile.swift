/// One input file, whole and in memory.
package struct SourceFile: Sendable {
  /// As the user wrote it (relative to the working directory), with `/` between its parts;
  /// `<stdin>` stands for standard input. For messages only: nothing that is built may hold it.
  package let path: String
  /// The path below the folder that the user named, or the last part of a file's own: the same
  /// wherever netc runs, so that it may stand in what is built.
  package let name: String
  package let bytes: [UInt8]

  /// A file without a name of its own is called as its path is.
  package init(path: String, name: String? = nil, bytes: [UInt8]) {
    self.path = path
    self.name = name ?? path
    self.bytes = bytes
  }
}
