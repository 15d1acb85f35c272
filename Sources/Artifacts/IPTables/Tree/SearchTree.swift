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
  /// What to make of a key in a tree, as measured.
  static func costs(of key: Key) -> SearchCosts
}

/// How a tree is to be shaped, so that the kernel finds a key soon.
struct SearchCosts {
  /// A branch has at most two to the power of so many ways.
  let bitsPerBranch: Int
  /// The rules that a leaf may have.
  let leafWeight: Int
  /// A length of blocks that takes ten times as long to match as others, if there is one.
  var slowLength: Int?
}

/// A decision tree over sorted keys: at each branch some blocks that have no key in common, at each
/// leaf the keys of a few rules.
///
/// To pass over a rule takes the kernel a few nanoseconds, to go on in another chain a quarter of a
/// microsecond if nothing of it is in the cache; so branches are wide and leaves are large. A
/// branch has as many ways as make half-full leaves, if that is not too many. Blocks are cut at bit
/// positions that depend on those of the block around them and on how many keys there are, so that
/// one key more or less changes one path of the tree, and seldom anything beside it.
indirect enum SearchTree<Block: SearchBlock>: Sendable {
  /// Positions of keys, to be tried one after the other.
  case leaf(Range<Int>)
  case branch([Branch])

  struct Branch: Sendable {
    /// The smallest block that holds all keys of `tree`, or one that is quicker to match.
    let block: Block
    let tree: SearchTree
  }

  /// `keys` are sorted, each once, and share their first `knownBits`; `weights` are the rules that
  /// each takes in a leaf. Below `maximumDepth` branches a leaf takes what is left, however much
  /// that is; only keys that were chosen for it come to that.
  init(_ keys: [Block.Key], weights: [Int], knownBits: Int = 0, maximumDepth: Int) {
    guard let first = keys.first else {
      self = .leaf(0..<0)
      return
    }
    let maker = Maker(weights: weights, costs: Block.costs(of: first))
    self = maker.tree(keys[...], knownBits: knownBits, depth: maximumDepth)
  }

  private struct Maker {
    let weights: [Int]
    let costs: SearchCosts

    func tree(_ keys: ArraySlice<Block.Key>, knownBits: Int, depth: Int) -> SearchTree {
      let weight = weights[keys.indices].reduce(0, +)
      guard let first = keys.first, let last = keys.last, first != last, depth > 0,
        weight > costs.leafWeight
      else { return .leaf(keys.indices) }
      let length = cut(
        weight, knownBits, shared: Block.sharedBits(first, last), of: Block.bits(of: first))
      var branches: [Branch] = []
      var rest = keys
      while let key = rest.first {
        let block = Block(containing: key, length: length)
        let part = rest.prefix { block.contains($0) }
        branches.append(
          Branch(
            block: narrowed(part), tree: tree(part, knownBits: length, depth: depth - 1)))
        rest = rest.dropFirst(part.count)
      }
      return .branch(branches)
    }

    /// The length of the blocks of a branch: where there would be one alone, the next.
    private func cut(_ weight: Int, _ knownBits: Int, shared: Int, of keyBits: Int) -> Int {
      let leaves = weight / (costs.leafWeight / 2)
      let wanted = Int.bitWidth - leaves.leadingZeroBitCount
      let step = min(wanted, costs.bitsPerBranch)
      let length = knownBits + ((shared - knownBits) / step + 1) * step
      return min(length == costs.slowLength ? length + 1 : length, keyBits)
    }

    private func narrowed(_ keys: ArraySlice<Block.Key>) -> Block {
      guard let first = keys.first, let last = keys.last else {
        preconditionFailure("a block of a tree holds a key")
      }
      let length = Block.sharedBits(first, last)
      // No blocks are cut at that length, so one bit less holds no key of others.
      return Block(containing: first, length: length == costs.slowLength ? length - 1 : length)
    }
  }

  /// The only key of a leaf.
  var onlyPosition: Int? {
    if case .leaf(let positions) = self, positions.count == 1 { return positions.lowerBound }
    return nil
  }
}
