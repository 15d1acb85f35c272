@testable import NetworkTypes
import Testing

@Suite struct AddressOverlapsTests {
  /// Numbers as IPv4 addresses.
  private func interval(_ first: UInt32, _ last: UInt32, _ tag: Int) -> AddressInterval {
    AddressInterval(
      .ipv4(IPv4Address(bits: first)), .ipv4(IPv4Address(bits: last)), tag: tag)
  }

  @Test func `neighbours do not overlap`() {
    #expect(AddressOverlaps.find(among: [interval(0, 9, 0), interval(10, 19, 1)]).isEmpty)
    #expect(AddressOverlaps.find(among: []).isEmpty)
  }

  @Test func `equal intervals all name the lowest tag`() {
    let found = AddressOverlaps.find(
      among: [interval(1, 2, 7), interval(1, 2, 3), interval(1, 2, 5)])
    #expect(
      found == [
        AddressOverlap(tag: 5, owner: 3, shape: .equal),
        AddressOverlap(tag: 7, owner: 3, shape: .equal),
      ])
  }

  @Test func `the nearest owner is named, and the shape is told`() {
    let found = AddressOverlaps.find(
      among: [
        interval(0, 100, 0), interval(10, 20, 1), interval(12, 14, 2), interval(30, 40, 3),
        interval(90, 110, 4),
      ])
    #expect(
      found == [
        AddressOverlap(tag: 1, owner: 0, shape: .inside),
        AddressOverlap(tag: 2, owner: 1, shape: .inside),
        AddressOverlap(tag: 3, owner: 0, shape: .inside),
        AddressOverlap(tag: 4, owner: 0, shape: .partial),
      ])
  }

  @Test func `families are apart`() throws {
    let found = AddressOverlaps.find(
      among: [
        AddressInterval(try IPPrefix(parsing: "0.0.0.0/0"), tag: 0),
        AddressInterval(try IPPrefix(parsing: "::/0"), tag: 1),
      ])
    #expect(found.isEmpty)
  }

  @Test func `ten thousand nested intervals give one finding each`() {
    let nested = (0..<10_000).map { interval(UInt32($0), UInt32(40_000 - $0), $0) }
    let found = AddressOverlaps.find(among: nested.reversed())
    #expect(found.count == 9_999)
    #expect(found.allSatisfy { $0.owner == $0.tag - 1 && $0.shape == .inside })
  }

  @Test(arguments: Seeds.all)
  func `the sweep agrees with comparing all pairs, in any order of input`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<400 {
      let intervals = (0..<Int.random(in: 0...14, using: &random)).map { tag in
        let first = UInt32.random(in: 0...40, using: &random)
        return interval(first, first + UInt32.random(in: 0...12, using: &random), tag)
      }
      let found = AddressOverlaps.find(among: intervals)
      try #require(found == slowSearch(intervals), "seed \(seed)")
      let shuffled = intervals.shuffled(using: &random)
      try #require(AddressOverlaps.find(among: shuffled) == found, "seed \(seed)")
    }
  }

  /// The definition, read out: for each interval the latest of those before it that meet it.
  private func slowSearch(_ intervals: [AddressInterval]) -> [AddressOverlap] {
    let sorted = intervals.sorted {
      ($0.first, $1.last, $0.tag) < ($1.first, $0.last, $1.tag)
    }
    var overlaps: [AddressOverlap] = []
    for (index, interval) in sorted.enumerated() {
      let earlier = sorted[..<index].filter { $0.last >= interval.first }
      guard let nearest = earlier.last else { continue }
      let owner = earlier.first { $0.first == nearest.first && $0.last == nearest.last } ?? nearest
      let isEqual = owner.first == interval.first && owner.last == interval.last
      let shape: AddressOverlap.Shape =
        isEqual ? .equal : interval.last > owner.last ? .partial : .inside
      overlaps.append(AddressOverlap(tag: interval.tag, owner: owner.tag, shape: shape))
    }
    return overlaps
  }
}
