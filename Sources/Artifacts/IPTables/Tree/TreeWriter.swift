import NetworkTypes
import Planning

/// Puts trees into chains: a block becomes a chain that is named after it, reached by `goto` since
/// no other block of its branch can match.
///
/// Chains come in descending order of their names, and below them come first: iptables-nft-restore
/// looks names up in a sorted list from its start (iptables/nft-cache.c), which is quick for the
/// name that comes before all that it knows.
struct TreeWriter {
  typealias Rule = IPTablesDocument.Rule
  typealias Match = IPTablesDocument.Match

  /// Branches over addresses, over the ports of one address, and over the ports of the host. At
  /// the 16th nested jump the nf_tables backend says "Too many links" (NFT_JUMP_STACK_SIZE); in
  /// front of the trees are two and the chain of the address, behind them at most three: source
  /// ranges, outside, endpoints.
  static let addressDepth = 6
  static let addressPortDepth = 3
  static let hostPortDepth = 4

  /// Sets trees of the same table apart.
  let role: StaticString
  private(set) var chains: [ChainName] = []
  private(set) var lines: [IPTablesDocument.Line] = []

  init(role: StaticString) { self.role = role }

  /// A chain of the writer's own to dispatch from.
  mutating func root(_ name: String) -> ChainName {
    let root = ChainName(tree: role, name)
    chains.append(root)
    return root
  }

  /// Sends packets from `chain`, which is the caller's to declare, to what they are for; the
  /// addresses share their first `knownBits`.
  mutating func dispatch(
    _ entrances: [Entrance], knownBits: Int = 0, from chain: ChainName
  ) {
    let groups = entrances.sorted {
      ($0.address, $0.port.transport, $0.port.port) < ($1.address, $1.port.transport, $1.port.port)
    }.runs { $0.address == $1.address }.map { AddressGroup($0) }
    let tree = SearchTree<IPPrefix>(
      groups.map(\.address), weights: groups.map { _ in 1 }, knownBits: knownBits,
      maximumDepth: Self.addressDepth)
    let leaf = LeafWriter(
      below: { $0.appendChain(of: groups[$1]) }, rules: { $0.append(groups[$1], in: $2) })
    write(tree, in: chain, .destination, leaf)
  }

  /// Masquerades what has one of these addresses at both ends.
  mutating func dispatchHairpin(_ addresses: [IPAddress], from chain: ChainName) {
    let tree = SearchTree<IPPrefix>(
      addresses, weights: addresses.map { _ in 1 }, maximumDepth: Self.addressDepth)
    let leaf = LeafWriter { writer, position, chain in
      let address = IPPrefix(addresses[position])
      writer.append(
        Rule(
          chain: chain,
          matches: [.source(address, isNegated: false), .destination(address, isNegated: false)],
          target: .masquerade))
    }
    write(tree, in: chain, .source, leaf)
  }

  /// Sends what is for a port of the host; the caller sees to it that the packet is for the host.
  mutating func dispatch(_ ports: [PortEntrance], from chain: ChainName) {
    let sorted = ports.sorted { ($0.transport, $0.port) < ($1.transport, $1.port) }
    append(sorted, of: "", depth: Self.hostPortDepth, in: chain)
  }

  // MARK: leaves

  /// What the keys of a tree come to, by their positions.
  private struct LeafWriter {
    /// The chains that the rules lead to.
    var below: (inout TreeWriter, Int) -> Void = { _, _ in }
    let rules: (inout TreeWriter, Int, ChainName) -> Void
  }

  private mutating func appendChain(of group: AddressGroup) {
    guard group.needsChain else { return }
    let own = ChainName(tree: role, group.address.sortable)
    append(
      group.ports, of: "\(group.address.sortable)-", depth: Self.addressPortDepth, in: own)
    chains.append(own)
  }

  private mutating func append(_ group: AddressGroup, in chain: ChainName) {
    let match = Match.destination(IPPrefix(group.address), isNegated: false)
    if group.needsChain {
      let own = ChainName(tree: role, group.address.sortable)
      append(Rule(chain: chain, matches: [match], target: .goTo(own)))
    } else {
      for port in group.ports { append(port, [match], in: chain) }
    }
  }

  /// `owner` goes in front of the chains' names; ports are sorted by transport, then number.
  private mutating func append(
    _ ports: [PortEntrance], of owner: String, depth: Int, in chain: ChainName
  ) {
    for part in ports.runs(where: { $0.transport == $1.transport }) {
      let part = Array(part)
      let tree = SearchTree<PortBlock>(
        part.map(\.port), weights: part.map(\.weight), maximumDepth: depth)
      let leaf = LeafWriter { $0.append(part[$1], [], in: $2) }
      write(tree, in: chain, .ports(part[0].transport, of: owner), leaf)
    }
  }

  private mutating func append(_ port: PortEntrance, _ matches: [Match], in chain: ChainName) {
    if let remark = port.outcome.remark { lines.append(.remark(remark)) }
    let packet = matches + [.transportAlone(port.transport), .destinationPort(port.port)]
    for choice in port.outcome.choices {
      append(Rule(chain: chain, matches: packet + choice.matches, target: choice.target))
    }
  }

  private mutating func append(_ rule: Rule) { lines.append(.rule(rule)) }

  // MARK: branches

  /// A branch that leads to one key does without a chain.
  private mutating func write<Block>(
    _ tree: SearchTree<Block>, in chain: ChainName, _ spelling: BlockSpelling<Block>,
    _ leaf: LeafWriter
  ) {
    switch tree {
    case .leaf(let positions):
      for position in positions.reversed() { leaf.below(&self, position) }
      for position in positions { leaf.rules(&self, position, chain) }
    case .branch(let branches):
      for branch in branches.reversed() {
        if let position = branch.tree.onlyPosition {
          leaf.below(&self, position)
        } else {
          let own = ChainName(tree: role, spelling.name(branch.block))
          write(branch.tree, in: own, spelling, leaf)
          chains.append(own)
        }
      }
      for branch in branches { append(branch, in: chain, spelling, leaf) }
    }
  }

  private mutating func append<Block>(
    _ branch: SearchTree<Block>.Branch, in chain: ChainName, _ spelling: BlockSpelling<Block>,
    _ leaf: LeafWriter
  ) {
    if let position = branch.tree.onlyPosition {
      leaf.rules(&self, position, chain)
      return
    }
    let below = ChainName(tree: role, spelling.name(branch.block))
    append(Rule(chain: chain, matches: spelling.matches(branch.block), target: .goTo(below)))
  }
}
