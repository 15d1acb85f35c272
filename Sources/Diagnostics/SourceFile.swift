/// One input file, whole and in memory.
///
/// The path is as the user wrote it (relative to the working directory), with `/` between its
/// parts; `<stdin>` stands for standard input.
package struct SourceFile: Sendable {
  package let path: String
  package let bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}
