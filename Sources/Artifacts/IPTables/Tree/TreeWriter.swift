import NetworkTypes
import Planning

/// Puts trees into chains: a block becomes a chain that is named after it, reached by `goto` since
/// no other block of its branch can match.
struct TreeWriter {
  typealias Rule = IPTablesDocument.Rule
  typealias Match = IPTablesDocument.Match

  /// Branches over addresses, and over the ports of one address or of the host. The nf_tables
  /// backend refuses more than 16 nested jumps; in front of the trees are at most three, behind
  /// them three (docs/Artifacts/iptables.md).
  static let addressDepth = 6
  static let portDepth = 4
  /// An address with more ports than this has a chain of its own.
  private static let portsInLeaf = 4

  /// Sets trees of the same table apart.
  let role: StaticString
  private(set) var chains: [ChainName] = []
  private(set) var rules: [Rule] = []

  init(role: StaticString) { self.role = role }

  /// Sends packets from `chain`, which is the caller's to declare, to what they are for.
  mutating func dispatch(_ entrances: [Entrance], from chain: ChainName) {
    let groups = entrances.sorted {
      ($0.address, $0.transport, $0.port) < ($1.address, $1.transport, $1.port)
    }.runs { $0.address == $1.address }
    let tree = SearchTree<IPPrefix>(
      groups.map { $0[$0.startIndex].address }, maximumDepth: Self.addressDepth)
    write(
      tree, in: chain, name: { "\($0.network)-\($0.length)" },
      matches: { [.destination($0, isNegated: false)] },
      leaf: { $0.append(groups[$1], in: $2) })
  }

  /// A chain of the writer's own to dispatch from.
  mutating func root(_ name: String) -> ChainName {
    let root = ChainName(tree: role, name)
    chains.append(root)
    return root
  }

  /// Masquerades what has one of these addresses at both ends.
  mutating func dispatchHairpin(_ addresses: [IPAddress], from chain: ChainName) {
    write(
      SearchTree<IPPrefix>(addresses, maximumDepth: Self.addressDepth), in: chain,
      name: { "\($0.network)-\($0.length)" }, matches: { [.source($0, isNegated: false)] },
      leaf: { writer, position, chain in
        let address = IPPrefix(addresses[position])
        writer.rules.append(
          Rule(
            chain: chain,
            matches: [
              .source(address, isNegated: false), .destination(address, isNegated: false),
            ], target: .masquerade))
      })
  }

  /// Sends what is for a port of the host; the caller sees to it that the packet is for the host.
  mutating func dispatch(_ entrances: [PortEntrance], from chain: ChainName) {
    let sorted = entrances.sorted { ($0.transport, $0.port) < ($1.transport, $1.port) }
    for part in sorted.runs(where: { $0.transport == $1.transport }) {
      write(part, in: chain, of: "")
    }
  }

  /// What is for one address: rules of the leaf, or a chain of its own.
  private mutating func append(_ entrances: ArraySlice<Entrance>, in chain: ChainName) {
    let address = entrances[entrances.startIndex].address
    let match = Match.destination(IPPrefix(address), isNegated: false)
    guard entrances.count > Self.portsInLeaf else {
      rules += entrances.map {
        Rule(
          chain: chain, matches: [match, .transportAlone($0.transport), .destinationPort($0.port)],
          target: $0.target)
      }
      return
    }
    let own = ChainName(tree: role, "\(address)")
    chains.append(own)
    rules.append(Rule(chain: chain, matches: [match], target: .goTo(own)))
    for part in entrances.runs(where: { $0.transport == $1.transport }) {
      let ports = part.map {
        PortEntrance(transport: $0.transport, port: $0.port, target: $0.target)
      }
      write(ports[...], in: own, of: "\(address)-")
    }
  }

  /// Ports of one transport; `owner` goes in front of the chains' names.
  private mutating func write(
    _ entrances: ArraySlice<PortEntrance>, in chain: ChainName, of owner: String
  ) {
    let entrances = Array(entrances)
    let transport = entrances[0].transport
    let tree = SearchTree<PortBlock>(entrances.map(\.port), maximumDepth: Self.portDepth)
    write(
      tree, in: chain,
      name: { "\(owner)\(transport.lowercaseName)-\($0.range.lower)-\($0.range.upper)" },
      matches: { [.transportAlone(transport), .destinationPorts($0.range)] },
      leaf: { writer, position, chain in
        writer.rules.append(
          Rule(
            chain: chain,
            matches: [.transportAlone(transport), .destinationPort(entrances[position].port)],
            target: entrances[position].target))
      })
  }

  /// A branch that leads to one key does without a chain.
  private mutating func write<Block>(
    _ tree: SearchTree<Block>, in chain: ChainName, name: (Block) -> String,
    matches: (Block) -> [Match], leaf: (inout Self, Int, ChainName) -> Void
  ) {
    switch tree {
    case .leaf(let positions): for position in positions { leaf(&self, position, chain) }
    case .branch(let branches):
      var below: [(chain: ChainName, tree: SearchTree<Block>)] = []
      for branch in branches {
        if case .leaf(let positions) = branch.tree, positions.count == 1 {
          leaf(&self, positions.lowerBound, chain)
          continue
        }
        let own = ChainName(tree: role, name(branch.block))
        rules.append(Rule(chain: chain, matches: matches(branch.block), target: .goTo(own)))
        below.append((own, branch.tree))
      }
      chains += below.map(\.chain)
      for part in below {
        write(part.tree, in: part.chain, name: name, matches: matches, leaf: leaf)
      }
    }
  }
}

extension Array {
  /// The array cut where `belongTogether` is false of two neighbours.
  func runs(where belongTogether: (Element, Element) -> Bool) -> [ArraySlice<Element>] {
    var runs: [ArraySlice<Element>] = []
    var start = startIndex
    for position in indices.dropFirst() where !belongTogether(self[position - 1], self[position]) {
      runs.append(self[start..<position])
      start = position
    }
    if !isEmpty { runs.append(self[start...]) }
    return runs
  }
}

extension ArraySlice {
  func runs(where belongTogether: (Element, Element) -> Bool) -> [ArraySlice<Element>] {
    Array(self).runs(where: belongTogether)
  }
}
