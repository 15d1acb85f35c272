/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for the same seed everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }

  /// An address that is near a power of two as often as not.
  mutating func bits(of width: Int) -> UInt128 {
    let raw = UInt128(next()) << 64 | UInt128(next())
    let edges: [UInt128] = [0, .max, raw, raw << 64, raw & 0xffff_0000_ffff_0000, raw >> 100]
    let picked = edges.randomElement(using: &self) ?? raw
    return width == 128 ? picked : picked & (UInt128(1) << UInt128(width) - 1)
  }
}

/// Fixed seeds, and a fresh one that the test framework prints as the argument of the test.
enum Seeds {
  static let all: [UInt64] = [1, 2, 3, UInt64.random(in: 4 ... .max)]
}
