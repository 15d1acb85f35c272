// MARK: - Keys

extension YAMLBlockScanner {
  /// libyaml takes keys of up to 1024 characters (`stale_simple_keys`).
  private static let keyBytes = 1000

  /// Gives up at a key about which `YAMLComposer` would have something to say, or do.
  @inline(__always)
  mutating func inspectKey(
    _ bytes: Span<UInt8>, _ key: YAMLRecord, colon: Int
  ) throws(YAMLBeyondScanner) {
    guard !key.isInSideText, colon - Int(key.start) <= Self.keyBytes else {
      throw YAMLBeyondScanner()
    }
    if key.style == .plain, YAMLKeyWarning.isPossible(bytes[Int(key.first)], of: key.count) {
      let text = bytes.extracting(Int(key.first)..<Int(key.first + key.count))
      guard YAMLKeyWarning(text) == nil else { throw YAMLBeyondScanner() }
    }
    guard seenKeys.count - top.firstKey < YAMLSeenKeys.most else { return }
    guard seenKeys.insert(key, of: bytes, from: top.firstKey) else { throw YAMLBeyondScanner() }
  }

  /// Gives up at a large mapping that has a key twice.
  mutating func checkKeys() throws(YAMLBeyondScanner) {
    let count = Int(top.children / 2)
    guard count > YAMLSeenKeys.most else { return }
    keyTable.removeAll(expecting: count)
    var key = records[Int(top.index)].first
    while key != 0 {
      let record = records[Int(key)]
      guard keyTable.insert(key, record, source: source, sideText: sideText) == nil else {
        throw YAMLBeyondScanner()
      }
      key = records[Int(record.next)].next
    }
  }
}

/// The keys of the mappings that are open, while they are few: is this text there already?
struct YAMLSeenKeys {
  /// A mapping with more is looked at when it is complete, by a table.
  static let most = 16

  private struct Key {
    /// Of keys with different prints the texts differ.
    let print: UInt64
    let start: UInt32
    let count: UInt32
  }

  /// Those behind `count` are free.
  private var keys: [Key] = []
  private(set) var count = 0

  /// Forgets the keys of the innermost mapping.
  @inline(__always)
  mutating func forget(from first: Int) { count = first }

  /// Whether no key from `first` on has the text of this one; notes it.
  @inline(__always)
  mutating func insert(_ key: YAMLRecord, of bytes: Span<UInt8>, from first: Int) -> Bool {
    let key = Key(
      print: bytes.fingerprint(from: Int(key.first), count: Int(key.count)), start: key.first,
      count: key.count)
    for index in first..<count where keys[index].print == key.print {
      if keys[index].count == key.count, areEqual(keys[index], key, bytes) { return false }
    }
    if count < keys.count { keys[count] = key } else { keys.append(key) }
    count += 1
    return true
  }

  private func areEqual(_ left: Key, _ right: Key, _ bytes: Span<UInt8>) -> Bool {
    for offset in 0..<Int(left.count)
    where bytes[Int(left.start) + offset] != bytes[Int(right.start) + offset] { return false }
    return true
  }
}

extension Span<UInt8> {
  /// A number that mostly differs for texts that differ.
  @inline(__always)
  fileprivate func fingerprint(from start: Int, count length: Int) -> UInt64 {
    let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
    if length >= 8 {
      return word(at: start) &* factor ^ (word(at: start + length - 8) &+ UInt64(length))
    }
    var text: UInt64 = 0
    if start + 8 <= count {
      text = word(at: start) & (1 << UInt64(8 * length) &- 1)
    } else {
      for offset in start..<(start + length) { 
        text |= UInt64(self[offset]) << UInt64(8 * (offset - start))
      }
    }
    return text &* factor ^ UInt64(length)
  }
}
