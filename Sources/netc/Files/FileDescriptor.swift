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
    while bytes.count < limit {
      let room = bytes.isEmpty && expected > 0 ? expected + 1 : 64 * 1024
      guard let more = readSome(atMost: min(room, limit - bytes.count)) else { return nil }
      if more.isEmpty { break }
      if bytes.isEmpty { bytes = more } else { bytes += more }
    }
    return bytes
  }

  /// What one call reads; empty at the end of the file.
  private func readSome(atMost room: Int) -> [UInt8]? {
    var got = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      repeat { got = unsafe read(number, buffer.baseAddress, room) } while got < 0 && errno == EINTR
      count = max(0, got)
    }
    return got < 0 ? nil : bytes
  }

  /// Whether what comes next in the file is this; nil with `errno` set when reading fails.
  func begins(with bytes: [UInt8]) -> Bool? {
    var done = 0
    while done < bytes.count {
      let length = min(bytes.count - done, 65_536)
      let isSame: Bool? = unsafe withUnsafeTemporaryAllocation(byteCount: length, alignment: 1) {
        guard let start = $0.baseAddress else { return nil }
        let got = unsafe read(number, start, length)
        if got <= 0 { return got == 0 ? false : errno == EINTR ? true : nil }
        defer { done += got }
        return unsafe bytes.withUnsafeBytes { wanted in
          unsafe wanted.baseAddress.map { unsafe memcmp($0 + done, start, got) == 0 } ?? true
        }
      }
      guard isSame == true else { return isSame }
    }
    return true
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
  /// The permission bits.
  var permissions: mode_t { st_mode & 0o7777 }
  var identity: FileIdentity { FileIdentity(device: st_dev, inode: st_ino) }
}

/// What makes two paths the same file.
struct FileIdentity: Hashable {
  let device: UInt
  let inode: UInt
}
