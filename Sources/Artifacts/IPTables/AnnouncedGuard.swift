import NetworkTypes
import Planning

extension ChainName {
  /// netc's own: what comes for an announced address and that no Service took.
  static let netcAnnounced = ChainName("NETC-ANNOUNCED")
}

/// What keeps clients of a load-balancer address out of the host that carries it: an address of
/// layer 2 is one of the leader's own, at which all that listens on the host would answer too.
/// (MetalLB's speakers answer ARP without having the address.)
///
/// Packets to a Service have their endpoint's address by the time they meet this. In mode ipvs
/// kube-proxy's own filter does the same.
struct AnnouncedGuard {
  typealias Rule = IPTablesDocument.Rule

  /// Sorted, none in another.
  private let blocks: [IPPrefix]

  /// Nil where nothing of the family is announced.
  init?(_ cluster: ClusterPlan, _ family: IPFamily) {
    if case .ipvs = cluster.proxy.backend { return nil }
    let addresses = cluster.announcements.layerTwo.map(\.address).filter { $0.family == family }
    if addresses.isEmpty { return nil }
    blocks = Self.blocks(of: addresses)
  }

  var chain: ChainName { .netcAnnounced }

  func jump(at position: Int) -> Rule {
    .init(hook: "INPUT", position, chain, isForNew: true)
  }

  var rules: [Rule] {
    blocks.map {
      Rule(chain: chain, matches: [.destination($0, isNegated: false)], target: .reject)
    }
  }

  /// The fewest blocks that hold these sorted addresses and no other.
  static func blocks(of addresses: [IPAddress]) -> [IPPrefix] {
    var blocks: [IPPrefix] = []
    for address in addresses {
      var block = IPPrefix(containing: address, length: address.family.addressBits)
      // Two halves of a block become that block, as often as there are two.
      while let last = blocks.last, last.length == block.length, block.length > 0 {
        let both = IPPrefix(containing: last.network, length: block.length - 1)
        guard both.contains(block.network), last != block else { break }
        blocks.removeLast()
        block = both
      }
      if block != blocks.last { blocks.append(block) }
    }
    return blocks
  }
}
