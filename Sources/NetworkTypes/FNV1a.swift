/// The 64-bit FNV-1a hash: stable over runs and versions, for short names that need no secrecy.
///
/// Constants and algorithm: draft-eastlake-fnv, section 2. Whoever can choose the input can make
/// collisions, so users of short names check for them.
package struct FNV1a: Sendable {
  package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  package init() {}

  package mutating func combine(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }

  package mutating func combine(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { combine(byte) }
  }

  /// The hash of the UTF-8 bytes of a text.
  package static func hash(_ text: String) -> UInt64 {
    var hasher = FNV1a()
    hasher.combine(text.utf8)
    return hasher.value
  }

  /// Both halves folded by exclusive or, the way that the draft's section 3 shortens a hash.
  package var folded: UInt32 { UInt32(truncatingIfNeeded: value >> 32 ^ value) }
}
