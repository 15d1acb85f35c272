/// The keys of one mapping while it is checked: is this text there already?
///
/// A few keys are compared one by one; many go into a hash table, so a mapping with half a
/// million keys takes linear time. The hash is the standard library's, seeded per process:
/// nobody can write keys that collide. Its order is never seen.
struct YAMLKeyTable {
  /// Up to so many keys comparing lengths is cheaper than hashing.
  private static let linearKeys = 12

  private var keys: [Key] = []
  /// Positions in `keys` plus one, 0 for a free slot; empty while there are few keys.
  private var slots: [UInt32] = []

  private struct Key {
    let place: UInt32
    let start: UInt32
    let count: UInt32
    let isInSideText: Bool
  }

  /// Forgets all keys and makes room.
  mutating func removeAll(expecting count: Int) {
    keys.removeAll(keepingCapacity: true)
    slots.removeAll(keepingCapacity: true)
    if count > Self.linearKeys { makeSlots(count * 2) }
  }

  /// The place of the key with the same text; nil if there was none, and now there is.
  mutating func insert(
    _ place: UInt32, _ scalar: YAMLRecord, source: [UInt8], sideText: [UInt8]
  ) -> UInt32? {
    let key = Key(
      place: place, start: scalar.first, count: scalar.count, isInSideText: scalar.isInSideText)
    if slots.isEmpty {
      for other in keys where other.count == key.count {
        if Self.areEqual(key, other, source, sideText) { return other.place }
      }
      keys.append(key)
      if keys.count > Self.linearKeys { rehash(source: source, sideText: sideText) }
      return nil
    }
    let slot = findSlot(key, source, sideText)
    if slots[slot] != 0 { return keys[Int(slots[slot]) - 1].place }
    keys.append(key)
    slots[slot] = UInt32(keys.count)
    if keys.count * 2 > slots.count { rehash(source: source, sideText: sideText) }
    return nil
  }

  private mutating func rehash(source: [UInt8], sideText: [UInt8]) {
    makeSlots(keys.count * 4)
    for (position, key) in keys.enumerated() {
      slots[findSlot(key, source, sideText)] = UInt32(position + 1)
    }
  }

  /// The smallest power of two that is not below `least`, all free.
  private mutating func makeSlots(_ least: Int) {
    var size = 32
    while size < least { size *= 2 }
    slots = [UInt32](repeating: 0, count: size)
  }

  /// The slot of the equal key, or the free one where it belongs.
  private func findSlot(_ key: Key, _ source: [UInt8], _ sideText: [UInt8]) -> Int {
    var slot = Self.hash(key, key.isInSideText ? sideText : source) & (slots.count - 1)
    while slots[slot] != 0,
      !Self.areEqual(keys[Int(slots[slot]) - 1], key, source, sideText)
    { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }

  /// Eight bytes at a time; equal keys have equal lengths, so the last ones need no padding.
  private static func hash(_ key: Key, _ bytes: [UInt8]) -> Int {
    var hasher = Hasher()
    var word: UInt64 = 0
    for index in 0..<Int(key.count) {
      word = word << 8 | UInt64(bytes[Int(key.start) + index])
      if index & 7 == 7 { hasher.combine(word) }
    }
    hasher.combine(word)
    return hasher.finalize()
  }

  private static func areEqual(
    _ left: Key, _ right: Key, _ source: [UInt8], _ sideText: [UInt8]
  ) -> Bool {
    guard left.count == right.count else { return false }
    let leftBytes = left.isInSideText ? sideText : source
    let rightBytes = right.isInSideText ? sideText : source
    let (leftStart, rightStart) = (Int(left.start), Int(right.start))
    for offset in 0..<Int(left.count)
    where leftBytes[leftStart + offset] != rightBytes[rightStart + offset] { return false }
    return true
  }
}
