import NetworkTypes
import Testing

@testable import Artifacts

/// The decision tree against what it is for: every key is found, by one way, which is short.
struct SearchTreeTests {
  /// Sets of addresses that trees are known to grow badly with.
  enum Addresses: String, CaseIterable {
    case none, one, few, oneSmallBlock, everyPowerOfTwo, dense, random, skewed

    func keys(_ family: IPFamily) -> [IPAddress] {
      var generator = SeededGenerator(seed: 5)
      let width = family.addressBits
      let bits: [UInt128] =
        switch self {
        case .none: []
        case .one: [9]
        case .few: [1, 2, 3, 4, 5, 6, 7, 1 << 30]
        case .oneSmallBlock: (8..<16).map { UInt128($0) }
        case .everyPowerOfTwo: (0..<width).map { 1 << UInt128($0) }
        case .dense: (0..<10_000).map { 0x0A00_0000 + UInt128($0) }
        case .random: (0..<10_000).map { _ in UInt128(generator.next()) << 64 | 7 }
        case .skewed:
          (0..<width - 4).flatMap { shift in (0..<9).map { $0 << UInt128(shift) } }
        }
      let highest = family == .ipv4 ? UInt128(UInt32.max) : .max
      return Set(bits.map { family == .ipv4 && self == .random ? $0 >> 96 : $0 & highest })
        .map { IPAddress(family: family, bits: $0) }.sorted()
    }
  }

  @Test(arguments: Addresses.allCases, [IPFamily.ipv4, .ipv6])
  func `every address is in the one leaf that its blocks lead to`(
    addresses: Addresses, family: IPFamily
  ) {
    let keys = addresses.keys(family)
    let tree = SearchTree<IPPrefix>(keys, weights: keys.map { _ in 1 }, maximumDepth: 6)
    let lost = keys.indices.filter { position in
      let leaf = walk(tree, to: keys[position])
      return !leaf.positions.contains(position) || leaf.depth > 6
    }
    #expect(lost.isEmpty)
  }

  @Test(arguments: Addresses.allCases.filter { $0 != .skewed }, [IPFamily.ipv4, .ipv6])
  func `a leaf is small`(addresses: Addresses, family: IPFamily) {
    let keys = addresses.keys(family)
    // Powers of two come out of each branch three at a time: 128 of them outlast six branches.
    let isDeep = addresses == .everyPowerOfTwo
    let tree = SearchTree<IPPrefix>(
      keys, weights: keys.map { _ in 1 }, maximumDepth: isDeep ? 64 : 6)
    let most = family == .ipv4 ? 48 : 8
    #expect(keys.allSatisfy { walk(tree, to: $0).positions.count <= most })
  }

  @Test(arguments: Addresses.allCases)
  func `no block of a tree has the length that is slow to match`(addresses: Addresses) {
    // Beside the set, addresses that have their first 24 bits in common and no more.
    let crowd = (0..<64).map { IPAddress(family: .ipv4, bits: 0xC0A8_1700 + $0 * 4) }
    let keys = Set(addresses.keys(.ipv4) + crowd).sorted()
    let lengths = blocks(
      in: SearchTree<IPPrefix>(keys, weights: keys.map { _ in 1 }, maximumDepth: 6)
    ).map(\.length)
    #expect(!lengths.contains(24))
    #expect(addresses == .none || addresses == .one || !lengths.isEmpty)
  }

  @Test func `blocks of one branch have no address in common`() {
    let keys = Addresses.random.keys(.ipv4)
    var waiting = [SearchTree<IPPrefix>(keys, weights: keys.map { _ in 1 }, maximumDepth: 6)]
    var branchCount = 0
    while let tree = waiting.popLast() {
      guard case .branch(let branches) = tree else { continue }
      branchCount += 1
      #expect((1...32).contains(branches.count))
      for (first, second) in zip(branches, branches.dropFirst()) {
        #expect(first.block.last < second.block.first)
      }
      waiting += branches.map(\.tree)
    }
    #expect(branchCount > 30)
  }

  @Test func `a heavy key counts for as many rules as it takes`() {
    let keys = Addresses.oneSmallBlock.keys(.ipv4)
    let light = SearchTree<IPPrefix>(keys, weights: keys.map { _ in 1 }, maximumDepth: 6)
    let heavy = SearchTree<IPPrefix>(keys, weights: keys.map { _ in 8 }, maximumDepth: 6)
    #expect(walk(light, to: keys[0]).depth == 0)
    #expect(walk(heavy, to: keys[0]).depth > 0)
  }

  @Test func `one address more changes one way alone`() {
    let keys = Addresses.random.keys(.ipv4)
    var generator = SeededGenerator(seed: 11)
    let before = blocks(of: keys)
    for _ in 0..<5 {
      let added = IPAddress(
        family: .ipv4, bits: UInt128(UInt32(truncatingIfNeeded: generator.next())))
      let changed = before.symmetricDifference(blocks(of: Set(keys + [added]).sorted()))
      #expect(changed.count <= 2 * 9)
    }
  }

  @Test(arguments: [
    Array(30_000...32_767), Array(1...65_535), (0..<16).map { 1 << $0 }, [65_535], [1, 65_535],
  ])
  func `every port is in the one leaf that its ranges lead to`(numbers: [Int]) {
    let ports = numbers.compactMap { Port($0) }
    let tree = SearchTree<PortBlock>(ports, weights: ports.map { _ in 1 }, maximumDepth: 4)
    let lost = ports.indices.filter { position in
      let leaf = walk(tree, to: ports[position])
      return !leaf.positions.contains(position) || leaf.depth > 4
    }
    #expect(lost.isEmpty)
  }

  @Test func `all node ports there can be end in small leaves`() {
    let ports = (30_000...32_767).compactMap { Port($0) }
    let tree = SearchTree<PortBlock>(ports, weights: ports.map { _ in 1 }, maximumDepth: 4)
    #expect(ports.allSatisfy { walk(tree, to: $0).positions.count <= 8 })
  }

  /// Follows the one block of each branch that holds the key.
  private func walk<Block>(
    _ tree: SearchTree<Block>, to key: Block.Key
  ) -> (positions: Range<Int>, depth: Int) {
    var (tree, depth) = (tree, 0)
    while case .branch(let branches) = tree {
      let ways = branches.filter { $0.block.contains(key) }
      guard ways.count == 1 else { return (0..<0, depth) }
      tree = ways[0].tree
      depth += 1
    }
    guard case .leaf(let positions) = tree else { return (0..<0, depth) }
    return (positions, depth)
  }

  private func blocks(in tree: SearchTree<IPPrefix>) -> [IPPrefix] {
    guard case .branch(let branches) = tree else { return [] }
    return branches.flatMap { [$0.block] + blocks(in: $0.tree) }
  }

  private func blocks(of keys: [IPAddress]) -> Set<String> {
    var found: Set<String> = []
    var waiting = [SearchTree<IPPrefix>(keys, weights: keys.map { _ in 1 }, maximumDepth: 6)]
    while let tree = waiting.popLast() {
      switch tree {
      case .leaf(let positions):
        found.insert(keys[positions].map { "\($0)" }.joined(separator: " "))
      case .branch(let branches):
        found.insert(branches.map { "\($0.block)" }.joined(separator: " "))
        waiting += branches.map(\.tree)
      }
    }
    return found
  }
}
