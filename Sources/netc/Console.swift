import Glibc

/// The two streams that netc writes to.
enum Console {
  /// What was asked for.
  static func writeResult(_ bytes: [UInt8]) throws(FileError) {
    try write(bytes, to: STDOUT_FILENO, "standard output")
  }

  static func writeResult(_ text: String) throws(FileError) { try writeResult(Array(text.utf8)) }

  /// Diagnostics and what else there is to say. Where that cannot be written, nobody could be
  /// told; the exit status still tells.
  static func writeMessage(_ bytes: [UInt8]) {
    try? write(bytes, to: STDERR_FILENO, "standard error")
  }

  static func writeMessage(_ text: String) { writeMessage(Array(text.utf8)) }

  private static func write(_ bytes: [UInt8], to number: Int32, _ name: String) throws(FileError) {
    guard !bytes.isEmpty else { return }
    guard let stream = FileDescriptor(dup(number)), stream.writeAll(bytes) else {
      throw FileError("write to", name)
    }
  }
}
