/// A part of a space of keys whose size is a power of two and which starts at a multiple of it: a
/// prefix of addresses, an aligned range of ports.
protocol SearchBlock: Sendable {
  associatedtype Key: Hashable, Comparable, Sendable
  /// The block of the keys that share their first `length` bits with this one.
  init(containing key: Key, length: Int)
  func contains(_ key: Key) -> Bool
  /// How many bits a key has.
  static func bits(of key: Key) -> Int
  /// How many of their first bits two keys share.
  static func sharedBits(_ first: Key, _ second: Key) -> Int
}

/// A decision tree over sorted keys: at each branch at most eight blocks that have no key in
/// common, at each leaf the keys of a few rules.
///
/// Blocks are cut at bit positions that are multiples of three, whatever the keys are, so that one
/// key more or less changes one path of the tree and nothing beside it.
indirect enum SearchTree<Block: SearchBlock>: Sendable {
  /// Positions of keys, to be tried one after the other.
  case leaf(Range<Int>)
  case branch([Branch])

  struct Branch: Sendable {
    /// The smallest block that holds all keys of `tree`.
    let block: Block
    let tree: SearchTree
  }

  /// `keys` are sorted, each once; `weights` are the rules that each takes in a leaf. Below
  /// `maximumDepth` branches a leaf takes what is left, however
  /// much that is; only keys that were chosen for it come to that.
  init(_ keys: [Block.Key], weights: [Int], maximumDepth: Int) {
    self = Self.make(keys[...], weights[...], maximumDepth)
  }

  private static var leafWeight: Int { 8 }
  private static var bitsPerBranch: Int { 3 }

  private static func make(
    _ keys: ArraySlice<Block.Key>, _ weights: ArraySlice<Int>, _ depth: Int
  ) -> SearchTree {
    guard let first = keys.first, let last = keys.last, first != last, depth > 0,
      weights.reduce(0, +) > leafWeight
    else { return .leaf(keys.indices) }
    let wanted = (Block.sharedBits(first, last) / bitsPerBranch + 1) * bitsPerBranch
    let length = min(wanted, Block.bits(of: first))
    var branches: [Branch] = []
    var rest = keys
    while let key = rest.first {
      let block = Block(containing: key, length: length)
      let part = rest.prefix { block.contains($0) }
      branches.append(
        Branch(block: smallest(part), tree: make(part, weights[part.indices], depth - 1)))
      rest = rest.dropFirst(part.count)
    }
    return .branch(branches)
  }

  private static func smallest(_ keys: ArraySlice<Block.Key>) -> Block {
    guard let first = keys.first, let last = keys.last else {
      preconditionFailure("a block of a tree holds a key")
    }
    return Block(containing: first, length: Block.sharedBits(first, last))
  }

  /// The only key of a leaf.
  var onlyPosition: Int? {
    if case .leaf(let positions) = self, positions.count == 1 { return positions.lowerBound }
    return nil
  }

}
