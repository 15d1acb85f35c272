import Glibc

/// An open file or folder; closed with the value.
struct FileDescriptor: ~Copyable {
  let number: Int32

  /// Takes over a descriptor that a call returned; nil if the call failed.
  init?(_ number: Int32) {
    guard number >= 0 else { return nil }
    self.number = number
  }

  deinit { close(number) }

  func status() -> stat? {
    var status = stat()
    return unsafe fstat(number, &status) == 0 ? status : nil
  }

  /// The rest of the file, at most `limit` bytes; nil with `errno` set when reading fails.
  func readAll(limit: Int) -> [UInt8]? {
    // A regular file tells its size, and one byte more finds its end.
    let expected = status().map { Int($0.st_size) } ?? 0
    var bytes: [UInt8] = []
    var count = 0
    while count < limit {
      if bytes.count == count {
        let growth = count == 0 && expected > 0 ? expected + 1 : 64 * 1024
        bytes.append(contentsOf: repeatElement(0, count: min(growth, limit - count)))
      }
      let room = bytes.count - count
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe read(number, buffer.baseAddress.map { unsafe $0 + count }, room)
      }
      if got < 0 {
        if errno == EINTR { continue }
        return nil
      }
      if got == 0 { break }
      count += got
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// Whether all bytes were written; `errno` is set if not.
  func writeAll(_ bytes: [UInt8]) -> Bool {
    var done = 0
    while done < bytes.count {
      let put = unsafe bytes.withUnsafeBytes { buffer in
        unsafe write(number, buffer.baseAddress.map { unsafe $0 + done }, bytes.count - done)
      }
      if put < 0 {
        if errno == EINTR { continue }
        return false
      }
      done += put
    }
    return true
  }
}

extension stat {
  var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }
  var isRegularFile: Bool { st_mode & S_IFMT == S_IFREG }
  var isSymbolicLink: Bool { st_mode & S_IFMT == S_IFLNK }
  /// The permission bits.
  var permissions: mode_t { st_mode & 0o7777 }
  var identity: FileIdentity { FileIdentity(device: st_dev, inode: st_ino) }
}

/// What makes two paths the same file.
struct FileIdentity: Hashable {
  let device: UInt
  let inode: UInt
}
