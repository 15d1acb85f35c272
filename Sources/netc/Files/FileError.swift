import Glibc

/// What the world refused: a file, a permission, a full disk.
struct FileError: Error {
  /// `cannot write out/x: No space left on device`.
  let message: String

  init(_ message: String) { self.message = message }

  /// From `errno`, right after the call that failed.
  init(_ attempt: String, _ path: String, number: Int32 = errno) {
    let reason = unsafe String(cString: strerror(number))
    message = "cannot \(attempt) \(path): \(reason)"
  }
}
